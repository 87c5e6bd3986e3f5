package verdict

import "wxtool/internal/message"

// replyKind is what a passive reply of one MsgType must have.
type replyKind struct {
	required []string
	check    func(*judge)
}

// kinds lists the passive replies of the platform by MsgType.
func (j *judge) kinds() map[string]replyKind {
	common := map[string]replyKind{
		"text":  {[]string{"Content"}, (*judge).textLength},
		"image": {[]string{"Image/MediaId"}, nil},
		"voice": {[]string{"Voice/MediaId"}, nil},
		"video": {[]string{"Video/MediaId"}, nil},
		"news":  {[]string{"ArticleCount"}, (*judge).articles},
	}
	if j.ctx.Family == WeCom {
		common["update_button"] = replyKind{[]string{"Button/ReplaceName"}, nil}
		common["update_template_card"] = replyKind{[]string{"TemplateCard/CardType"}, nil}
		common["update_taskcard"] = replyKind{[]string{"TaskCard/ReplaceName"}, nil}
		return common
	}
	common["music"] = replyKind{nil, (*judge).music}
	common["transfer_customer_service"] = replyKind{nil, nil}
	return common
}

// warnText is where Official Account users have begun to see faults.
const warnText = 1800

func (j *judge) textLength() {
	content, _ := j.m.Get("Content")
	n := len(content)
	switch {
	case n > message.MaxText && j.ctx.Family == WeCom:
		j.add("text-too-long", Error, "the member sees the text cut off", "Content has %d bytes; WeCom cuts it off at %d", n, message.MaxText)
	case n > message.MaxText:
		j.fault("text-too-long", "Content has %d bytes; more than %d are not delivered", n, message.MaxText)
	case n > warnText && j.ctx.Family != WeCom:
		j.add("text-long", Warning, "some users see a fault notice instead", "Content has %d bytes; failures were seen from about 600 Chinese characters (%d bytes) on", n, warnText)
	}
}
