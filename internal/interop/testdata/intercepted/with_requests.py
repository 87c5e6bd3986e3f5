# A program with the constant host of the platform, as tutorials write it.
import os

import requests

session = requests.Session()
print(session.get("https://api.weixin.qq.com/cgi-bin/token", params={
    "grant_type": "client_credential",
    "appid": os.environ["WXTOOL_APP_ID"],
    "secret": os.environ["WXTOOL_APP_SECRET"],
}).text)
try:
    print(requests.get("https://example.com/").status_code)
except requests.exceptions.ProxyError as e:
    print(e)
print(requests.get("http://example.com/").text)
