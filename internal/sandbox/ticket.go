package sandbox

import (
	"encoding/base64"
	"encoding/binary"
)

// seal writes a ticket as the platform's look: base64 of a head, the length of
// the rest, and three tagged values: the URL with a zero byte, the time of
// creation, and the seconds it lasts. Numbers have their low byte first.
func (c *call) seal(t *ticket) string {
	var rest []byte
	rest = append(rest, 1, byte(len(t.URL)+1))
	rest = append(append(rest, t.URL...), 0)
	rest = append(rest, 2, 4)
	rest = binary.LittleEndian.AppendUint32(rest, uint32(t.Created.Unix()))
	rest = append(rest, 3, 4)
	rest = binary.LittleEndian.AppendUint32(rest, uint32(t.Expire))
	head := binary.LittleEndian.AppendUint64([]byte{0x81, 0x01, c.random(1, alphanumeric)[0], 0xee}, uint64(len(rest)))
	return base64.StdEncoding.EncodeToString(append(head, rest...))
}
