package deliver

import (
	"bytes"
	"context"

	"wxtool/internal/exchange"
)

// HeaderOrder returns the names of a request's header in the order in which Send writes
// them over a connection that is not kept. It has those that belong to the connection,
// such as Host, too.
func HeaderOrder(r exchange.Request) []string {
	req, err := new(Client).HTTPRequest(context.Background(), r)
	if err != nil {
		return nil
	}
	var wire bytes.Buffer
	if req.Write(&wire) != nil {
		return nil
	}
	head, _, _ := bytes.Cut(wire.Bytes(), []byte("\r\n\r\n"))
	names := []string{}
	for i, line := range bytes.Split(head, []byte("\r\n")) {
		if name, _, ok := bytes.Cut(line, []byte(":")); ok && i > 0 {
			names = append(names, string(name))
		}
	}
	return names
}
