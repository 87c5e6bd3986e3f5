package wxapi_test

import (
	"testing"
	"time"

	"wxtool/internal/wxapi"
)

func TestReadTicket(t *testing.T) {
	// the ticket of the platform's documents
	info, ok := wxapi.ReadTicket("gQH47joAAAAAAAAAASxodHRwOi8vd2VpeGluLnFxLmNvbS9xL2taZ2Z3TVRtNzJXV1Brb3ZhYmJJAAIEZ23sUwMEmm3sUw==")
	if !ok || info.URL != "http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI" || !info.Created.Equal(time.Unix(0x53ec6d67, 0)) {
		t.Errorf("%+v, %v", info, ok)
	}
	for _, bad := range []string{"", "x", "gQH4", "gQH47joAAAAAAAAAASxodHRwOg==", "gQH47joAAAAAAAAAAf9odHRw"} {
		if info, ok := wxapi.ReadTicket(bad); ok {
			t.Errorf("%q: %+v", bad, info)
		}
	}
}

func FuzzReadTicket(f *testing.F) {
	f.Add("gQH47joAAAAAAAAAASxodHRwOi8vd2VpeGluLnFxLmNvbS9xL2taZ2Z3TVRtNzJXV1Brb3ZhYmJJAAIEZ23sUwMEmm3sUw==")
	f.Fuzz(func(t *testing.T, s string) { wxapi.ReadTicket(s) })
}
