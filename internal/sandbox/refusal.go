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
// every answer. Those marked * were seen in answers of the real platform.
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
		{MP, 40033}: `invalid charset. please check your request, if include \uxxxx will create fail!`, // *
		{MP, 40052}: "invalid action name",
		{MP, 40053}: "invalid action info",
		{MP, 40066}: "invalid url",
		{MP, 40125}: "invalid appsecret",                                 // *
		{MP, 40164}: "invalid ip %s ipv6 ::ffff:%[1]s, not in whitelist", // *
		{MP, 41001}: "access_token missing",                              // *
		{MP, 41002}: "appid missing",
		{MP, 41004}: "appsecret missing",
		{MP, 42001}: "access_token expired", // *
		{MP, 43001}: "require GET method",
		{MP, 43002}: "require POST method",
		{MP, 44002}: "empty post data",
		{MP, 45009}: "reach max api daily quota limit",
		{MP, 45011}: "api minute-quota reach limit, must slower, retry next minute",
		{MP, 45029}: "qrcode count out of limit",
		{MP, 47001}: "data format error",

		{Work, -1}:    "system busy",
		{Work, 40001}: "invalid credential",
		{Work, 40013}: "invalid corpid",
		{Work, 40014}: "invalid access_token",
		{Work, 40033}: "invalid charset",
		{Work, 40058}: "invalid Request Parameter",
		{Work, 40066}: "invalid url",
		{Work, 41001}: "access_token missing",
		{Work, 41002}: "corpid missing",
		{Work, 41004}: "corpsecret missing",
		{Work, 41037}: "missing contact way type", // *
		{Work, 41038}: "missing contact way scene",
		{Work, 41039}: "invalid contact way type",
		{Work, 41040}: "invalid contact way scene", // *
		{Work, 41041}: "contact way user count out of limit",
		{Work, 41045}: "contact way count out of limit",
		{Work, 42001}: "access_token expired",
		{Work, 43001}: "require GET method",
		{Work, 43002}: "require POST method",
		{Work, 44002}: "empty post data",
		{Work, 45009}: "api freq out of limit",
		{Work, 47001}: "data format error",
		{Work, 60020}: "not allow to access from your ip",
	}
}
