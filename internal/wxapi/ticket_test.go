package wxapi_test

import (
	"encoding/base64"
	"encoding/binary"
	"testing"
	"time"

	"wxtool/internal/wxapi"
)

// documented is the ticket in the official pages. It has a head of 12 bytes and three
// values, each after its tag and length: the URL with a zero byte (44 bytes), the time
// of creation and the lifetime (4 bytes each).
const documented = "gQH47joAAAAAAAAAASxodHRwOi8vd2VpeGluLnFxLmNvbS9xL2taZ2Z3TVRtNzJXV1Brb3ZhYmJJAAIEZ23sUwMEmm3sUw=="

func TestReadTicket(t *testing.T) {
	info, ok := wxapi.ReadTicket(documented)
	if !ok || info.URL != "http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI" || !info.Created.Equal(time.Unix(0x53ec6d67, 0)) {
		t.Errorf("%+v, %v", info, ok)
	}
	for _, bad := range []string{"", "x", "gQH4", "gQH47joAAAAAAAAAASxodHRwOg==", "gQH47joAAAAAAAAAAf9odHRw"} {
		if info, ok := wxapi.ReadTicket(bad); ok {
			t.Errorf("%q: %+v", bad, info)
		}
	}
}

// made returns a ticket with these values and the right length.
func made(values string) string {
	head := binary.LittleEndian.AppendUint64([]byte{0x81, 0x01, 0xf8, 0xee}, uint64(len(values)))
	return base64.StdEncoding.EncodeToString(append(head, values...))
}

func valuesOfDocumented(t *testing.T) string {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(documented)
	if err != nil || len(data) != 12+46+6+6 {
		t.Fatalf("%d bytes, %v", len(data), err)
	}
	return string(data[12:])
}

// TestTicketCutAnywhere: a ticket that ends inside a value is rejected, even if its
// length is right. So is a ticket without a URL.
func TestTicketCutAnywhere(t *testing.T) {
	values := valuesOfDocumented(t)
	whole := map[int]bool{46: true, 46 + 6: true, 46 + 6 + 6: true}
	for n := range len(values) + 1 {
		info, ok := wxapi.ReadTicket(made(values[:n]))
		if ok != whole[n] || ok && info.URL != "http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI" {
			t.Errorf("%d bytes of values: %+v, %v", n, info, ok)
		}
	}
	data, _ := base64.StdEncoding.DecodeString(documented)
	for n := range len(data) {
		if info, ok := wxapi.ReadTicket(base64.StdEncoding.EncodeToString(data[:n])); ok {
			t.Errorf("%d bytes: %+v", n, info)
		}
	}
}

// TestTicketOfAnotherLength: the length in the head must be right.
func TestTicketOfAnotherLength(t *testing.T) {
	values := valuesOfDocumented(t)
	for _, length := range []uint64{0, 1, uint64(len(values) - 1), uint64(len(values) + 1), uint64(len(values) + 12), 1 << 32, 1 << 63, ^uint64(0)} {
		head := binary.LittleEndian.AppendUint64([]byte{0x81, 0x01, 0xf8, 0xee}, length)
		if info, ok := wxapi.ReadTicket(base64.StdEncoding.EncodeToString(append(head, values...))); ok {
			t.Errorf("length %d: %+v", length, info)
		}
	}
}

// TestTicketOfOtherValues: unknown values are ignored, and only a URL of the platform is
// accepted.
func TestTicketOfOtherValues(t *testing.T) {
	const url = "\x01\x1ahttp://weixin.qq.com/q/abc" // without a zero byte
	for values, want := range map[string]wxapi.TicketInfo{
		url:                                  {URL: "http://weixin.qq.com/q/abc"},
		"\x09\x00" + url + "\x0a\x03xyz":     {URL: "http://weixin.qq.com/q/abc"},
		"\x02\x04\x01\x00\x00\x00" + url:     {URL: "http://weixin.qq.com/q/abc", Created: time.Unix(1, 0)},
		"\x02\x04\x00\x00\x00\xff" + url:     {URL: "http://weixin.qq.com/q/abc", Created: time.Unix(0xff000000, 0)},
		"\x02\x03\x01\x00\x00" + url:         {URL: "http://weixin.qq.com/q/abc"},
		url + "\x02\x05\x01\x00\x00\x00\x00": {URL: "http://weixin.qq.com/q/abc"},
	} {
		info, ok := wxapi.ReadTicket(made(values))
		if !ok || info.URL != want.URL || !info.Created.Equal(want.Created) {
			t.Errorf("%q: %+v, %v; want %+v", values, info, ok, want)
		}
	}
	for _, values := range []string{"", "\x01\x00", "\x01\x18http://weixin.qq.com/x/a", "\x01\x1bhttps://example.com/q/abcde"} {
		if info, ok := wxapi.ReadTicket(made(values)); ok {
			t.Errorf("%q: %+v", values, info)
		}
	}
}

func FuzzReadTicket(f *testing.F) {
	f.Add(documented)
	f.Fuzz(func(t *testing.T, s string) { wxapi.ReadTicket(s) })
}
