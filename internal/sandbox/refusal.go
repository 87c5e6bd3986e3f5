package sandbox

// refusal is an errcode with the arguments of its text.
type refusal struct {
	code int
	args []any
	more func(errorReply) any // the whole answer, if it is more than errcode and errmsg
}

func (r *refusal) Error() string { return "refused" }

func refuse(code int, args ...any) *refusal { return &refusal{code: code, args: args} }

type refusalKey struct {
	platform string
	code     int
}

// refusalTexts are the errmsg of both platforms, without the part that differs in each
// answer.
func refusalTexts() map[refusalKey]string {
	texts := map[refusalKey]string{}
	for _, f := range families() {
		for code, text := range f.mp {
			texts[refusalKey{MP, code}] = text
		}
		for code, text := range f.work {
			texts[refusalKey{Work, code}] = text
		}
	}
	return texts
}

// checksOfAll has the texts of the checks that all endpoints share. In all families,
// texts marked * were seen in answers of the real platform; others are from the pages.
//
// https://developers.weixin.qq.com/doc/service/guide/dev/api/errcode.html
// https://developer.work.weixin.qq.com/document/path/90313
func checksOfAll() family {
	const notLatest = "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"
	return family{
		mp: map[int]string{
			-1:    "system error",
			40001: notLatest, // *
			40014: "invalid access_token",
			40033: `invalid charset. please check your request, if include \uxxxx will create fail!`, // *
			40035: "invalid parameter",
			40066: "invalid url",
			41001: "access_token missing", // *
			42001: "access_token expired", // *
			43001: "require GET method",
			43002: "require POST method",
			44002: "empty post data",
			45009: "reach max api daily quota limit",
			47001: "data format error",
		},
		work: map[int]string{
			-1:    "system busy",
			40001: "invalid credential",
			40014: "invalid access_token",
			40033: "invalid charset",
			40058: "invalid Request Parameter",
			41001: "access_token missing",
			42001: "access_token expired",
			43001: "require GET method",
			43002: "require POST method",
			44002: "empty post data",
			45009: "api freq out of limit",
			47001: "data format error",
			60020: "not allow to access from your ip",
		},
	}
}
