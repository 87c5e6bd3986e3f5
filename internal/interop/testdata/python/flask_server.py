# A right server of an Official Account in plain mode, with Flask. MISTAKE plants one of
# the mistakes that users make.
import hashlib
import os
import time
import xml.etree.ElementTree as ET

from flask import Flask, abort, request

app = Flask(__name__)
mistake = os.environ.get("MISTAKE", "")


@app.route("/", methods=["GET", "POST"])
def wechat():
    parts = sorted([os.environ["TOKEN"], request.args.get("timestamp", ""), request.args.get("nonce", "")])
    if hashlib.sha1("".join(parts).encode()).hexdigest() != request.args.get("signature"):
        if mistake == "403 in the body":
            return "403"
        abort(403)
    if abs(time.time() - int(request.args["timestamp"])) > 3600:
        abort(403)
    if request.method == "GET":
        return request.args["echostr"]
    body = request.data if mistake == "request.data" else request.get_data()
    try:
        message = ET.fromstring(body)
    except ET.ParseError:
        if mistake == "request.data":
            raise
        return "success"  # such as a text with control characters: there is nothing to read
    if mistake == "exception in debug mode":
        message.find("Content").text.strip()  # an event has no Content
    if message.findtext("MsgType") != "text":
        if mistake == "nothing returned":
            return
        return "success"
    to, sender = message.findtext("FromUserName"), message.findtext("ToUserName")
    if mistake == "ids not swapped":
        to, sender = sender, to
    return (
        f"<xml><ToUserName><![CDATA[{to}]]></ToUserName>"
        f"<FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime>"
        f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content></xml>"
    )


app.run(host=os.environ["HOST"], port=int(os.environ["PORT"]), debug=mistake == "exception in debug mode", use_reloader=False)
