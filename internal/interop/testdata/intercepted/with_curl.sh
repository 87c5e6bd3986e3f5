# A script with the constant host of the platform.
curl -sS "https://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential&appid=$WXTOOL_APP_ID&secret=$WXTOOL_APP_SECRET"
echo
curl -sS https://example.com/ 2>&1 || true
curl -sS http://example.com/
