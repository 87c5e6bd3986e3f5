# A server of an Official Account in plain mode, as tutorials write it with Flask.
import hashlib
import os
import time
import xml.etree.ElementTree as ET

from flask import Flask, make_response, request

app = Flask(__name__)


@app.route("/", methods=["GET", "POST"])
def wechat():
    if request.method == "GET":
        token = os.environ["TOKEN"]
        data = request.args
        signature = data.get("signature", "")
        timestamp = data.get("timestamp", "")
        nonce = data.get("nonce", "")
        echostr = data.get("echostr", "")
        s = [timestamp, nonce, token]
        s.sort()
        s = "".join(s)
        if hashlib.sha1(s.encode("utf-8")).hexdigest() == signature:
            return make_response(echostr)
        return "error"
    rec = request.stream.read()
    xml_rec = ET.fromstring(rec)
    tou = xml_rec.find("ToUserName").text
    fromu = xml_rec.find("FromUserName").text
    content = xml_rec.find("Content").text
    xml_rep = "<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName><CreateTime>%s</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content></xml>"
    response = make_response(xml_rep % (fromu, tou, str(int(time.time())), content))
    response.content_type = "application/xml"
    return response


app.run(host=os.environ["HOST"], port=int(os.environ["PORT"]))
