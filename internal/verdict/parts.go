package verdict

import (
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/message"
)

// replyType is what a passive reply of one MsgType must have.
type replyType struct {
	msgType  string
	families []Family // that know it; nil: all
	required []string
	check    func(*replyJudge)
}

// replyTypes lists the passive replies.
func replyTypes() []replyType {
	weChat, weCom := []Family{OfficialAccount, MiniProgram}, []Family{WeCom}
	return []replyType{
		{"text", nil, []string{"Content"}, (*replyJudge).textLength},
		{"image", nil, []string{"Image/MediaId"}, nil},
		{"voice", nil, []string{"Voice/MediaId"}, nil},
		{"video", nil, []string{"Video/MediaId"}, nil},
		{"news", nil, []string{"ArticleCount"}, (*replyJudge).articles},
		{"music", weChat, nil, (*replyJudge).music},
		{"transfer_customer_service", weChat, nil, nil},
		{"update_button", weCom, []string{"Button/ReplaceName"}, nil},
		{"update_template_card", weCom, []string{"TemplateCard/CardType"}, nil},
		{"update_taskcard", weCom, []string{"TaskCard/ReplaceName"}, nil},
	}
}

func (v *replyJudge) replyType(msgType string) (replyType, bool) {
	all := replyTypes()
	i := slices.IndexFunc(all, func(t replyType) bool {
		return t.msgType == msgType && (t.families == nil || slices.Contains(t.families, v.family))
	})
	if i < 0 {
		return replyType{}, false
	}
	return all[i], true
}

// parts judges what the reply's MsgType asks for.
func (v *replyJudge) parts() {
	msgType := v.text("MsgType")
	if msgType == "" {
		v.add(replyNoMsgType, "")
		return
	}
	kind, known := v.replyType(msgType)
	if !known {
		v.unknownType(msgType)
		return
	}
	for _, path := range kind.required {
		v.required(path)
	}
	if kind.check != nil {
		kind.check(v)
	}
}

func (v *replyJudge) unknownType(msgType string) {
	key, meant := "", strings.ToLower(strings.TrimSpace(msgType))
	if _, known := v.replyType(meant); known {
		key = "case"
	}
	v.add(replyUnknownMsgType, key, Fact{"got", text(msgType)}, Fact{"want", text(meant)})
}

// required: an element must be there and hold more than blanks.
func (v *replyJudge) required(path string) {
	switch got, ok := v.Document.Get(path); {
	case ok && strings.TrimSpace(got) != "":
	case ok:
		v.add(replyEmptyPart, "", Fact{"name", text(path[strings.LastIndex(path, "/")+1:])})
	default:
		v.missing(replyMissingPart, path)
	}
}

func (v *replyJudge) missing(rule table, path string) {
	v.add(rule, "", Fact{"path", text(path)}, Fact{"case", v.otherCase(path)})
}

// otherCase says where the name is there in other letters.
func (v *replyJudge) otherCase(name string) phrase {
	paths := v.Document.Paths()
	at := slices.IndexFunc(paths, func(have string) bool { return strings.EqualFold(have, name) })
	if at < 0 {
		return phrase{}
	}
	return otherCase.with(Fact{"found", text(paths[at])})
}

// warnText is where Official Account users have begun to see faults.
const warnText = 1800

func (v *replyJudge) textLength() {
	n := len(v.text("Content"))
	facts := []Fact{{"n", number(n)}, {"max", number(message.MaxText)}}
	switch {
	case n > message.MaxText && v.family == WeCom:
		v.add(replyTextTooLong, "work", facts...)
	case n > message.MaxText:
		v.add(replyTextTooLong, "", facts...)
	case n > warnText && v.family != WeCom:
		v.add(replyTextLong, "", Fact{"n", number(n)}, Fact{"max", number(warnText)})
	}
}

// music: the official page requires ThumbMediaId, but SDKs leave it out where a
// link is given. Without either there is no music.
func (v *replyJudge) music() {
	const thumb = "Music/ThumbMediaId"
	switch {
	case v.holds(thumb):
	case v.holds("Music/MusicUrl"), v.holds("Music/HQMusicUrl"):
		v.add(replyNoThumb, "", Fact{"how", v.absence(thumb)})
	case v.Document.Count("Music") == 0:
		v.missing(replyMissingPart, "Music")
	default:
		v.add(replyMissingPart, "music", Fact{"how", v.absence(thumb)})
	}
}

// holds reports whether path has text other than blanks.
func (v *replyJudge) holds(path string) bool { return strings.TrimSpace(v.text(path)) != "" }

// absence says how a path that holds no text does so.
func (v *replyJudge) absence(path string) phrase {
	if v.Document.Count(path) > 0 {
		return partEmpty.with()
	}
	return partMissing.with(Fact{"case", v.otherCase(path)})
}

// createTime judges CreateTime under the rule of a reply or acknowledgement.
func (v *replyJudge) createTime(rule table) {
	t := v.text("CreateTime")
	key := timeFault(t)
	if key == "milliseconds" && rule == replyCreateTime {
		// npm's wechat and co-wechat have always sent them in replies. Nothing of
		// the kind is known of acknowledgements.
		v.add(replyMilliseconds, "", Fact{"text", text(t)})
		return
	}
	if key != "" {
		v.add(rule, key, Fact{"text", text(t)})
	}
}

// timeFault is the finding on a CreateTime, "" where it is right.
func timeFault(t string) string {
	n, err := strconv.ParseInt(t, 10, 64)
	switch {
	case t == "":
		return "missing"
	case err != nil && strings.TrimSpace(t) != t:
		return "blanks"
	case err != nil:
		return "words"
	case n >= 1e14:
		return "large"
	case n >= 1e11:
		return "milliseconds"
	case n <= 0:
		return "small"
	}
	return ""
}
