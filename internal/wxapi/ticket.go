package wxapi

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"
)

// TicketInfo is the information in a ticket.
type TicketInfo struct {
	URL     string // the content of the code
	Created time.Time
}

// ReadTicket decodes a ticket without a call to the platform. A ticket is the base64 of
// a head of 4 bytes, the length of the rest in 8 bytes, and tagged values: 1 is the URL
// with a zero byte, 2 the time of creation, 3 the lifetime. The format is not
// documented, so callers must not depend on success.
func ReadTicket(ticket string) (info TicketInfo, ok bool) {
	const head = 12
	data, err := base64.StdEncoding.DecodeString(ticket)
	if err != nil || len(data) < head || binary.LittleEndian.Uint64(data[4:head]) != uint64(len(data)-head) {
		return info, false
	}
	for rest := data[head:]; len(rest) > 0; {
		if len(rest) < 2 || len(rest) < 2+int(rest[1]) {
			return info, false
		}
		info.read(rest[0], rest[2:2+int(rest[1])])
		rest = rest[2+int(rest[1]):]
	}
	return info, strings.HasPrefix(info.URL, "http://weixin.qq.com/q/")
}

func (i *TicketInfo) read(tag byte, value []byte) {
	switch {
	case tag == 1:
		i.URL = string(bytes.TrimSuffix(value, []byte{0}))
	case tag == 2 && len(value) == 4:
		i.Created = time.Unix(int64(binary.LittleEndian.Uint32(value)), 0)
	}
}
