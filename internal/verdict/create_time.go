package verdict

import (
	"strconv"
	"strings"
)

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
