# A server of an Official Account in plain mode, as tutorials write it with Django. What
# they spread over settings.py, urls.py and views.py is in one file.
import hashlib
import os
import sys
import time
import xml.etree.ElementTree as ET

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpResponse
from django.urls import path
from django.utils.encoding import smart_str
from django.views.decorators.csrf import csrf_exempt

settings.configure(
    DEBUG=True,
    SECRET_KEY="tutorial",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
)


@csrf_exempt
def wechat(request):
    if request.method == "GET":
        signature = request.GET.get("signature", None)
        timestamp = request.GET.get("timestamp", None)
        nonce = request.GET.get("nonce", None)
        echostr = request.GET.get("echostr", None)
        hashlist = [os.environ["TOKEN"], timestamp, nonce]
        hashlist.sort()
        hashstr = "".join([s for s in hashlist])
        hashstr = hashlib.sha1(hashstr.encode("utf-8")).hexdigest()
        if hashstr == signature:
            return HttpResponse(echostr)
        else:
            return HttpResponse("field")
    else:
        othercontent = autoreply(request)
        return HttpResponse(othercontent)


def autoreply(request):
    try:
        xml_data = ET.fromstring(smart_str(request.body))
        msg_type = xml_data.find("MsgType").text
        to_user = xml_data.find("ToUserName").text
        from_user = xml_data.find("FromUserName").text
        if msg_type == "text":
            return reply(from_user, to_user, "您好，欢迎来到Python大学习!")
        elif msg_type == "image":
            return reply(from_user, to_user, "图片已收到，谢谢")
        else:
            return reply(from_user, to_user, "消息已收到，谢谢")
    except Exception as argument:
        return argument


def reply(to_user, from_user, content):
    return """
    <xml>
    <ToUserName><![CDATA[%s]]></ToUserName>
    <FromUserName><![CDATA[%s]]></FromUserName>
    <CreateTime>%s</CreateTime>
    <MsgType><![CDATA[text]]></MsgType>
    <Content><![CDATA[%s]]></Content>
    </xml>
    """ % (to_user, from_user, int(time.time()), content)


urlpatterns = [path("", wechat)]
execute_from_command_line([sys.argv[0], "runserver", "--noreload", os.environ["HOST"] + ":" + os.environ["PORT"]])
