package qrbatch

import (
	"slices"
	"strings"
)

// unit is a unit of time, as [ParseExpire] reads it, and its names in headers. The letter m
// is not one of them, as it may mean months.
type unit struct {
	sign  string
	names []string
}

func units() []unit {
	return []unit{
		{"s", []string{"秒", "s", "sec", "second", "seconds"}},
		{"m", []string{"分钟", "分", "min", "minute", "minutes"}},
		{"h", []string{"小时", "时", "h", "hour", "hours"}},
		{"d", []string{"天", "日", "d", "day", "days"}},
	}
}

// cutUnit cuts the unit off a header in the form of [fold], such as expire(天) and
// expire_days.
func cutUnit(folded string) (base, sign string, ok bool) {
	base, name, found := strings.Cut(strings.TrimSuffix(folded, ")"), "(")
	if !found {
		base, name, found = strings.Cut(folded, "_")
	}
	for _, u := range units() {
		if found && slices.Contains(u.names, strings.TrimSpace(name)) {
			return base, u.sign, true
		}
	}
	return "", "", false
}

// unitOf returns the unit of a plain number below a header of the column expire, "" for
// seconds. A header that the user named as the column may have it in any place.
func unitOf(header string) string {
	folded := fold(header)
	if _, sign, ok := cutUnit(folded); ok {
		return sign
	}
	for _, w := range []struct{ word, sign string }{{"天", "d"}, {"小时", "h"}, {"分钟", "m"}, {"day", "d"}, {"hour", "h"}, {"minute", "m"}} {
		if strings.Contains(folded, w.word) {
			return w.sign
		}
	}
	return ""
}
