package qrbatch

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wxtool/internal/wxapi"
)

// ParseExpire reads the lifetime of a code: seconds, or a number with the unit s,
// m, h or d, or 秒, 分钟, 小时 or 天. The error follows the text in a message.
func ParseExpire(text string) (time.Duration, error) {
	wrong := errors.New("must be seconds, or a time such as 12h or 30d")
	text = latinUnit(text)
	number, unit := strings.TrimRight(text, "smhd"), time.Second
	switch text[len(number):] {
	case "", "s":
	case "m":
		unit = time.Minute
	case "h":
		unit = time.Hour
	case "d":
		unit = 24 * time.Hour
	default:
		return 0, wrong
	}
	const longest = 100 * 365 * 24 * time.Hour // no overflow below; the platform's limit is checked later
	n, err := strconv.ParseInt(number, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange), n > int64(longest/unit):
		return 0, fmt.Errorf("is more than the longest time, %d seconds (30 days)", int(wxapi.MaxExpire.Seconds()))
	case err != nil || n <= 0:
		return 0, wrong
	}
	return time.Duration(n) * unit, nil
}

// latinUnit replaces a Chinese unit.
func latinUnit(text string) string {
	for _, unit := range []struct{ chinese, latin string }{{"秒", "s"}, {"分钟", "m"}, {"分", "m"}, {"小时", "h"}, {"天", "d"}} {
		if number, ok := strings.CutSuffix(text, unit.chinese); ok {
			return strings.TrimSpace(number) + unit.latin
		}
	}
	return text
}
