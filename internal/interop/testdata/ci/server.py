# A callback server of an Official Account in plain mode, with Flask. MISTAKE plants one
# of the mistakes that users make.
import hashlib
import os
import time
import xml.etree.ElementTree as ET

from flask import Flask, abort, request

app = Flask(__name__)
token = os.environ["WXTOOL_TOKEN"]
mistake = os.environ.get("MISTAKE", "")


@app.before_request
def check():
    parts = sorted([token, request.args.get("timestamp", ""), request.args.get("nonce", "")])
    right = hashlib.sha1("".join(parts).encode()).hexdigest()
    if request.args.get("signature") != right and mistake != "unchecked":
        abort(403)


@app.get("/wx")
def handshake():
    return request.args["echostr"] + ("\n" if mistake == "newline" else "")


@app.post("/wx")
def push():
    message = ET.fromstring(request.data)
    if mistake == "crash":
        message.find("Content").text.strip()  # an event has no Content
    if message.findtext("MsgType") != "text":
        return "success"
    to, sender = message.findtext("FromUserName"), message.findtext("ToUserName")
    if mistake == "swapped":
        to, sender = sender, to
    return (
        f"<xml><ToUserName><![CDATA[{to}]]></ToUserName>"
        f"<FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime>"
        f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content></xml>"
    )


if mistake == "absent":
    raise SystemExit("no server today")
if mistake == "late":
    time.sleep(1)
app.run(port=int(os.environ["PORT"]))
