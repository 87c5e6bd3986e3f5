# A program with the constant host of the platform, as tutorials write it.
import json
import os
import urllib.error
import urllib.request

answer = urllib.request.urlopen(
    "https://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential"
    "&appid=" + os.environ["WXTOOL_APP_ID"] + "&secret=" + os.environ["WXTOOL_APP_SECRET"]
)
print(answer.read().decode())
for address in "https://example.com/", "http://example.com/":
    try:
        print(urllib.request.urlopen(address).status)
    except urllib.error.HTTPError as e:
        print(e.code, e.read().decode())
    except urllib.error.URLError as e:
        print(e)
