package message

import "strings"

// Head holds the first-level elements that identify a push or an envelope. Missing
// elements are empty.
type Head struct {
	ToUserName, FromUserName, CreateTime, MsgType string
	Event, ChangeType, InfoType                   string
	AppID, SuiteID, AgentID                       string
	Encrypt, MsgSignature, TimeStamp, Nonce       string
	// Root is the root element; empty in JSON.
	Root string
	// JSON is true if the message is a JSON object, not XML.
	JSON bool
}

// Scan reads the head of an XML or JSON message. Errors are those of
// [Flat.Read].
func Scan(data []byte) (*Head, error) {
	var f Flat
	if err := f.Read(data); err != nil {
		return nil, err
	}
	h := f.Head()
	return &h, nil
}

// Head returns a copy of the head, which stays valid after the next Read.
func (f *Flat) Head() Head {
	size := len(f.root)
	for _, at := range f.at {
		if at != 0 {
			size += len(f.elements[at-1].Text)
		}
	}
	var all strings.Builder // one allocation for all of them
	all.Grow(size)
	h := Head{JSON: f.json}
	for id, at := range f.at {
		if at != 0 {
			start := all.Len()
			all.Write(f.elements[at-1].Text)
			*h.field(id) = all.String()[start:]
		}
	}
	all.Write(f.root)
	h.Root = all.String()[size-len(f.root):]
	return h
}

// The fields of Head, as indexes of tables.
const (
	noField = iota
	toUserName
	fromUserName
	createTime
	msgType
	event
	changeType
	infoType
	appID
	suiteID
	agentID
	encrypt
	msgSignature
	timeStamp
	nonce
	fields
)

func (h *Head) field(id int) *string {
	return [fields]*string{
		toUserName: &h.ToUserName, fromUserName: &h.FromUserName, createTime: &h.CreateTime, msgType: &h.MsgType,
		event: &h.Event, changeType: &h.ChangeType, infoType: &h.InfoType,
		appID: &h.AppID, suiteID: &h.SuiteID, agentID: &h.AgentID,
		encrypt: &h.Encrypt, msgSignature: &h.MsgSignature, timeStamp: &h.TimeStamp, nonce: &h.Nonce,
	}[id]
}

// fieldOf returns the field of an element.
func fieldOf(name string) int {
	switch name {
	case "ToUserName":
		return toUserName
	case "FromUserName":
		return fromUserName
	case "CreateTime":
		return createTime
	case "MsgType":
		return msgType
	case "Event":
		return event
	case "ChangeType":
		return changeType
	case "InfoType":
		return infoType
	case "AppId":
		return appID
	case "SuiteId":
		return suiteID
	case "AgentID":
		return agentID
	case "Encrypt":
		return encrypt
	case "MsgSignature":
		return msgSignature
	case "TimeStamp":
		return timeStamp
	case "Nonce":
		return nonce
	}
	return noField
}

// lowerFieldOf returns the field of a lower-case key in WeCom's JSON callbacks. In XML
// these names are different elements.
func lowerFieldOf(name string) int {
	switch name {
	case "tousername":
		return toUserName
	case "agentid":
		return agentID
	case "encrypt":
		return encrypt
	case "msgsignature":
		return msgSignature
	case "timestamp":
		return timeStamp
	case "nonce":
		return nonce
	}
	return noField
}
