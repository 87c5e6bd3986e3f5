package verdict

import "wxtool/internal/lang"

// phraseText is a part of a sentence by its place in phraseTexts.
type phraseText uint8

const (
	notXMLPage phraseText = iota
	notXMLJSON
	notXMLQuoted
	notXMLText
	notXMLDoctype
	notXMLOther
	bodyEmpty
	bodyWhole
	bodyCut
	bodyWord
	partEmpty
	partMissing
	otherCase
	undecrypted
	triedTimes
	triedBefore
	sentAgain
	outcomeStatus
	outcomeTimeout
	outcomeNone
	bytesBefore
	bytesAfter
	answerEmpty
	answerBody
	phraseCount
)

// with makes a phrase of facts.
func (t phraseText) with(facts ...Fact) phrase { return phrase{&phraseTexts[t], facts} }

var phraseTexts = [phraseCount]lang.Text{
	// What a reply is, if not XML.
	notXMLPage:    {EN: "an HTML page, not XML: the URL's path, a login or an error page of the framework"},
	notXMLJSON:    {EN: "JSON, not XML"},
	notXMLQuoted:  {EN: "a quoted string, not XML: the framework encoded it as JSON"},
	notXMLText:    {EN: "plain text, neither XML nor the word success: {text:q}"},
	notXMLDoctype: {EN: "no message: it has a DOCTYPE"},
	notXMLOther:   {EN: "{why}"},

	// What a body is.
	bodyEmpty: {EN: "empty"},
	bodyWhole: {EN: "{text:q}"},
	bodyCut:   {EN: "{text:q}… ({n} bytes)"},
	bodyWord:  {EN: "{text}"},

	// Why an element has no text.
	partEmpty:   {EN: "empty"},
	partMissing: {EN: "missing{case}"},
	otherCase:   {EN: "; {found} is there, but names are case-sensitive"},

	undecrypted: {EN: "; it does not decrypt either: {why}"},

	// The attempts of a push.
	triedTimes:     {EN: ", {n} times"},
	triedBefore:    {EN: " at attempt {n}; before: {outcomes}"},
	sentAgain:      {EN: " (WeCom sends a push again after every status but 200)"},
	outcomeStatus:  {EN: "HTTP status {status}"},
	outcomeTimeout: {EN: "no answer in time"},
	outcomeNone:    {EN: "no answer"},

	// What is around an echostr.
	bytesBefore: {EN: " (before it, from byte 0: {hex})"},
	bytesAfter:  {EN: " (after it, from byte {at}: {hex})"},

	// The answer to a wrong signature.
	answerEmpty: {EN: "HTTP status {status} and an empty body"},
	answerBody:  {EN: "HTTP status {status} and {body}"},
}
