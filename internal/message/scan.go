package message

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// Head holds the first-level elements by which pushes and envelopes are told
// apart. Elements that are not there are empty.
type Head struct {
	ToUserName, FromUserName, CreateTime, MsgType string
	Event, ChangeType, InfoType                   string
	AppID, SuiteID, AgentID                       string
	Encrypt, MsgSignature, TimeStamp, Nonce       string
	// Names lists every first-level element in order.
	Names []string
	// Root is the root element; empty in JSON.
	Root string
	// JSON tells that the message is a JSON object, not XML.
	JSON bool
}

// ErrDuplicate tells that an element by which a message is told apart stands
// in it twice, so that two readers could disagree on what it says.
var ErrDuplicate = errors.New("stands there twice")

// Scan reads the first level of an XML or JSON message without building a
// tree. Errors unwrap to ErrEmpty, ErrSyntax, ErrDoctype or ErrDuplicate.
func Scan(data []byte) (*Head, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	trimmed := bytes.TrimSpace(data)
	if len(trimmed) == 0 {
		return nil, ErrEmpty
	}
	if trimmed[0] == '{' {
		return scanJSON(trimmed)
	}
	return scanXML(data)
}

func scanXML(data []byte) (*Head, error) {
	h := new(Head)
	root, err := walk(data, h.put)
	if err != nil {
		return nil, err
	}
	h.Root = root
	return h, nil
}

// walk reads an XML message from end to end, hands each first-level element to
// put and returns the root's name. It refuses what is not a message: Parse and
// Scan agree on that because both come through here.
func walk(data []byte, put func(name, text string) error) (root string, err error) {
	s := scanner{decoder: xml.NewDecoder(bytes.NewReader(data)), put: put}
	s.decoder.CharsetReader = utf8Only
	for {
		token, err := s.decoder.Token()
		if err == io.EOF && s.closed {
			return s.root, nil
		}
		if err == io.EOF {
			return "", fmt.Errorf("%w XML: there is no element", ErrSyntax)
		}
		if err != nil {
			return "", syntaxError(err)
		}
		if err := s.take(token); err != nil {
			return "", err
		}
	}
}

type scanner struct {
	decoder *xml.Decoder
	put     func(name, text string) error
	root    string
	depth   int
	text    []byte
	closed  bool
}

func (s *scanner) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.Directive:
		return ErrDoctype
	case xml.StartElement:
		if s.closed {
			return fmt.Errorf("%w XML: something follows the root element", ErrSyntax)
		}
		if s.depth++; s.depth > maxDepth {
			return fmt.Errorf("%w XML: nested deeper than %d", ErrSyntax, maxDepth)
		}
		switch s.depth {
		case 1:
			s.root = t.Name.Local
		case 2:
			s.text = s.text[:0]
		}
	case xml.CharData:
		if s.depth == 2 {
			s.text = append(s.text, t...)
		} else if s.depth == 0 && len(bytes.TrimSpace(t)) > 0 {
			return fmt.Errorf("%w XML: text outside the root element", ErrSyntax)
		}
	case xml.EndElement:
		if s.depth--; s.depth == 0 {
			s.closed = true
		}
		if s.depth == 1 {
			return s.put(t.Name.Local, string(s.text))
		}
	}
	return nil
}

// put stores one first-level element.
func (h *Head) put(name, text string) error {
	field := h.field(name)
	if field != nil {
		for _, earlier := range h.Names {
			if h.field(earlier) == field {
				return fmt.Errorf("%s: %w", name, ErrDuplicate)
			}
		}
		*field = text
	}
	h.Names = append(h.Names, name)
	return nil
}

// field finds where an element is kept. WeCom's JSON callbacks have lower-case
// names; in XML these are other elements.
func (h *Head) field(name string) *string {
	if h.JSON {
		name = cmp.Or(lowerCase[name], name)
	}
	switch name {
	case "ToUserName":
		return &h.ToUserName
	case "FromUserName":
		return &h.FromUserName
	case "CreateTime":
		return &h.CreateTime
	case "MsgType":
		return &h.MsgType
	case "Event":
		return &h.Event
	case "ChangeType":
		return &h.ChangeType
	case "InfoType":
		return &h.InfoType
	case "AppId":
		return &h.AppID
	case "SuiteId":
		return &h.SuiteID
	case "AgentID":
		return &h.AgentID
	case "Encrypt":
		return &h.Encrypt
	case "MsgSignature":
		return &h.MsgSignature
	case "TimeStamp":
		return &h.TimeStamp
	case "Nonce":
		return &h.Nonce
	}
	return nil
}

var lowerCase = map[string]string{
	"tousername": "ToUserName", "agentid": "AgentID", "encrypt": "Encrypt",
	"msgsignature": "MsgSignature", "timestamp": "TimeStamp", "nonce": "Nonce",
}
