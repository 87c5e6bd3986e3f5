package sandbox

// refusal is an errcode with what its text names.
type refusal struct {
	code int
	args []any
}

func (r *refusal) Error() string { return "refused" }

func refuse(code int, args ...any) *refusal { return &refusal{code, args} }

type refusalKey struct {
	platform string
	code     int
}

// refusalTexts are the errmsg of both platforms, without what follows them in
// every answer. Those marked * were seen in answers of the real platform; those
// of 53600, 65320 and 76003 are our words.
//
// https://developers.weixin.qq.com/doc/service/guide/dev/api/errcode.html
// https://developer.work.weixin.qq.com/document/path/90313
func refusalTexts() map[refusalKey]string {
	const notLatest = "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"
	return map[refusalKey]string{
		{MP, -1}:    "system error",
		{MP, 40001}: notLatest, // *
		{MP, 40002}: "invalid grant_type",
		{MP, 40013}: "invalid appid", // *
		{MP, 40014}: "invalid access_token",
		{MP, 40015}: "invalid menu type",
		{MP, 40016}: "invalid button size",
		{MP, 40017}: "invalid button type",
		{MP, 40018}: "invalid button name size", // *
		{MP, 40019}: "invalid button key size",
		{MP, 40020}: "invalid button url size",
		{MP, 40022}: "invalid sub_menu level",
		{MP, 40023}: "invalid sub button size",
		{MP, 40024}: "invalid sub button type",
		{MP, 40025}: "invalid sub button name size",
		{MP, 40026}: "invalid sub button key size",
		{MP, 40027}: "invalid sub button url size",                                                     // *
		{MP, 40033}: `invalid charset. please check your request, if include \uxxxx will create fail!`, // *
		{MP, 40035}: "invalid parameter",
		{MP, 40052}: "invalid action name",
		{MP, 40053}: "invalid action info",
		{MP, 40054}: "invalid sub button url domain",
		{MP, 40055}: "invalid button url domain",
		{MP, 40066}: "invalid url",
		{MP, 40118}: "invalid sub button media_id size",
		{MP, 40119}: "invalid use button type",
		{MP, 40120}: "invalid use sub button type",
		{MP, 40125}: "invalid appsecret",                                 // *
		{MP, 40164}: "invalid ip %s ipv6 ::ffff:%[1]s, not in whitelist", // *
		{MP, 40201}: "invalid url",
		{MP, 40202}: "invalid action",
		{MP, 40203}: "invalid check_operator",
		{MP, 41001}: "access_token missing", // *
		{MP, 41002}: "appid missing",
		{MP, 41004}: "appsecret missing",
		{MP, 41007}: "sub_menu data missing",
		{MP, 42001}: "access_token expired", // *
		{MP, 43001}: "require GET method",
		{MP, 43002}: "require POST method",
		{MP, 44002}: "empty post data",
		{MP, 45009}: "reach max api daily quota limit",
		{MP, 45011}: "api minute-quota reach limit, must slower, retry next minute",
		{MP, 45029}: "qrcode count out of limit",
		{MP, 46003}: "menu no exist", // *
		{MP, 47001}: "data format error",
		{MP, 48006}: "forbid to clear quota because of reaching the limit", // *
		{MP, 53600}: "invalid article id",
		{MP, 65301}: "this menu is not conditionalmenu",
		{MP, 65302}: "no such user",
		{MP, 65303}: "there is no selfmenu, please create selfmenu first",
		{MP, 65304}: "match rule empty",
		{MP, 65305}: "menu count limit",
		{MP, 65307}: "conditional menu is empty",
		{MP, 65308}: "exist empty button act",
		{MP, 65316}: "domain count reach limit",
		{MP, 65317}: "contain invalid url",
		{MP, 65318}: "must use utf-8 charset", // *
		{MP, 65320}: "privacy rule is not supported",
		{MP, 76003}: "cgi_path is invalid",
		{MP, 76021}: "cgi_path not found, please check",
		{MP, 76022}: "could not use this cgi_path,no permission",

		{Work, -1}:     "system busy",
		{Work, 40001}:  "invalid credential",
		{Work, 40013}:  "invalid corpid",
		{Work, 40014}:  "invalid access_token",
		{Work, 40016}:  "invalid button size",
		{Work, 40017}:  "invalid button type",
		{Work, 40018}:  "invalid button name size",
		{Work, 40019}:  "invalid button key size",
		{Work, 40020}:  "invalid button url size",
		{Work, 40022}:  "invalid sub_menu level",
		{Work, 40023}:  "invalid sub button size",
		{Work, 40024}:  "invalid sub button type",
		{Work, 40025}:  "invalid sub button name size",
		{Work, 40026}:  "invalid sub button key size",
		{Work, 40027}:  "invalid sub button url size",
		{Work, 40033}:  "invalid charset",
		{Work, 40054}:  "invalid sub button url domain",
		{Work, 40055}:  "invalid button url domain",
		{Work, 40056}:  "invalid agentid",
		{Work, 40058}:  "invalid Request Parameter",
		{Work, 41001}:  "access_token missing",
		{Work, 41002}:  "corpid missing",
		{Work, 41004}:  "corpsecret missing",
		{Work, 41011}:  "missing agentid",
		{Work, 41037}:  "missing contact way type", // *
		{Work, 41038}:  "missing contact way scene",
		{Work, 41039}:  "invalid contact way type",
		{Work, 41040}:  "invalid contact way scene", // *
		{Work, 41041}:  "contact way user count out of limit",
		{Work, 41045}:  "contact way count out of limit",
		{Work, 42001}:  "access_token expired",
		{Work, 43001}:  "require GET method",
		{Work, 43002}:  "require POST method",
		{Work, 44002}:  "empty post data",
		{Work, 45009}:  "api freq out of limit",
		{Work, 46003}:  "menu unexist",
		{Work, 47001}:  "data format error",
		{Work, 60020}:  "not allow to access from your ip",
		{Work, 301002}: "not allow operate another agent with this accesstoken.", // *
	}
}
