# A right server of an Official Account in plain mode, with Django: settings.py, urls.py
# and views.py in one file. MISTAKE plants one of the mistakes that users make.
import hashlib
import os
import sys
import time
import xml.etree.ElementTree as ET

from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

mistake = os.environ.get("MISTAKE", "")
settings.configure(
    DEBUG=mistake in ("exception in debug mode", "no csrf_exempt, in debug mode"),
    SECRET_KEY="test",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["wx.example.com"] if mistake == "host not allowed" else ["*"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
)


def wechat(request):
    parts = sorted([os.environ["TOKEN"], request.GET.get("timestamp", ""), request.GET.get("nonce", "")])
    if hashlib.sha1("".join(parts).encode()).hexdigest() != request.GET.get("signature"):
        return HttpResponse(403) if mistake == "HttpResponse(403)" else HttpResponse(status=403)
    if abs(time.time() - int(request.GET["timestamp"])) > 3600:
        return HttpResponse(status=403)
    if request.method == "GET":
        return HttpResponse(request.GET["echostr"])
    try:
        message = ET.fromstring(request.body)
    except ET.ParseError:
        return HttpResponse("success")  # such as a text with control characters: there is nothing to read
    if mistake in ("exception", "exception in debug mode"):
        message.find("Content").text.strip()  # an event has no Content
    if message.findtext("MsgType") != "text":
        if mistake == "nothing returned":
            return
        return HttpResponse("success")
    to, sender = message.findtext("FromUserName"), message.findtext("ToUserName")
    if mistake == "ids not swapped":
        to, sender = sender, to
    return HttpResponse(
        f"<xml><ToUserName><![CDATA[{to}]]></ToUserName>"
        f"<FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime>"
        f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content></xml>",
        content_type="text/xml",
    )


if not mistake.startswith("no csrf_exempt"):
    wechat = csrf_exempt(wechat)
urlpatterns = [path("wx/" if mistake == "no slash in the URL" else "", wechat)]
execute_from_command_line([sys.argv[0], "runserver", "--noreload", os.environ["HOST"] + ":" + os.environ["PORT"]])
