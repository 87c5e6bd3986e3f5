package echo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/expect"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/wxcrypt"
)

const plainText = "text/plain; charset=utf-8"

// notCallback is a request that is no callback of the platform.
type notCallback lang.Text

func (e notCallback) Error() string    { return e.EN }
func (e notCallback) Words() lang.Text { return lang.Text(e) }

func errPath(got, want string) error {
	return notCallback{
		EN: fmt.Sprintf("path %q: only %s is served", got, want),
		ZH: fmt.Sprintf("路径 %q 没有服务，只有 %s 有", got, want),
	}
}

func errMethod(method string) error {
	return notCallback{
		EN: fmt.Sprintf("method %s: a callback is a GET or a POST", method),
		ZH: fmt.Sprintf("方法 %s：回调只使用 GET 或 POST", method),
	}
}

// fail records why a request is not served. The response has only the status: the
// sender must not learn what is wrong with a signature.
func (e *Event) fail(status int, err error) *exchange.Response {
	e.Kind, e.Err = Failed, err
	return respond(status, plainText, []byte(http.StatusText(status)+"\n"))
}

func (s *Server) handshake(query callback.Query, event *Event) *exchange.Response {
	event.Kind = Handshake
	answer, err := s.Account.OpenEchostr(query)
	if err != nil && errors.Is(err, wxcrypt.ErrSignature) && s.AllowUnsigned && s.Account.Platform == callback.MP {
		answer, err = []byte(query.Get("echostr")), nil
	}
	if err != nil {
		return s.refuse(event, err)
	}
	event.Reply = answer
	return respond(s.status(), plainText, answer)
}

func (s *Server) push(mem *scratch, req *request) *exchange.Response {
	envelope, opened := &mem.envelope, &req.opened
	readEnvelope(envelope, req.Exchange.Request.Body)
	err := s.Account.OpenPush(opened, mem.query, envelope)
	if err != nil && s.AllowUnsigned && errors.Is(err, wxcrypt.ErrSignature) {
		err = s.openUnsigned(opened, envelope, req.Exchange.Request.Body)
	} else if err == nil {
		err = s.checkAge(mem.query.Get("timestamp"))
	}
	if err != nil {
		return s.refuse(&req.Event, err)
	}
	req.Kind, req.Push = Pushed, opened
	flat, err := req.read(&mem.flat)
	if err != nil {
		return req.fail(http.StatusBadRequest, err)
	}
	req.head = flat.Head()
	return s.reply(mem, req, flat)
}

// readEnvelope reads a body; what opens the envelope returns the error. A user's control
// characters are also in the plain part of a push in compatible mode, and must not hide
// its Encrypt. In plain mode the body is the message, see [Event.read].
func readEnvelope(envelope *callback.Envelope, body []byte) {
	if envelope.Read(body) == nil {
		return
	}
	if cleaned, found := message.Clean(body); len(found) > 0 && envelope.Read(cleaned) == nil && envelope.Encrypted() {
		return
	}
	envelope.Read(body)
}

// read reads the push, with the memory of a Flat. One with control characters, which the platform passes
// on when a user types them, is cleaned first.
func (e *Event) read(memory *message.Flat) (*message.Flat, error) {
	flat, err := e.Push.FlatIn(memory)
	if err == nil {
		return flat, nil
	}
	cleaned, found := message.Clean(e.Push.Message)
	if len(found) == 0 {
		return nil, err
	}
	e.Control = found
	e.Push.Replace(cleaned)
	return e.Push.FlatIn(memory)
}

// openUnsigned opens a push without a right signature. Its mode must be one that the
// server accepts, as with a right signature.
func (s *Server) openUnsigned(opened *callback.Opened, envelope *callback.Envelope, body []byte) error {
	switch {
	case envelope.Encrypted() && s.Account.Key != nil:
		return s.Account.OpenUnchecked(opened, envelope)
	case s.Account.Mode != callback.Plain:
		return fmt.Errorf("mode %s: %w", s.Account.Mode, callback.ErrPlain)
	}
	*opened = callback.Opened{Message: body, Mode: callback.Plain}
	return nil
}

// refuse answers 403 to a wrong signature, and 400 to a push that cannot be read. A
// frame for another receiveid gets the same 400: a different status would reveal that
// the padding was right, and with such an oracle a sender can decrypt frames if the
// server decrypts unsigned pushes.
func (s *Server) refuse(event *Event, err error) *exchange.Response {
	status := http.StatusBadRequest
	if errors.Is(err, wxcrypt.ErrSignature) || errors.Is(err, callback.ErrPlain) || errors.Is(err, ErrAge) {
		status = http.StatusForbidden
	}
	res := event.fail(status, err)
	if status == http.StatusForbidden || errors.Is(err, wxcrypt.ErrReceiveID) {
		event.Kind = Refused
	}
	if errors.Is(err, wxcrypt.ErrSignature) {
		s.diagnose(event)
	}
	return res
}

func (s *Server) status() int {
	if s.Status == 0 {
		return http.StatusOK
	}
	return s.Status
}

// reply answers in the mode in which the push came.
func (s *Server) reply(mem *scratch, req *request, flat *message.Flat) *exchange.Response {
	want := s.Expect(mem.query, req.Push.Message, req.Head)
	plain, err := s.Reply(Push{Message: req.Push.Message, Flat: flat, Head: req.Head, Expect: want})
	if err != nil {
		return req.fail(http.StatusInternalServerError, err)
	}
	req.Reply = plain
	if want.Kind == expect.Fields && !req.Push.Lower || req.Push.Mode == callback.Plain || len(plain) == 0 || string(plain) == "success" {
		return s.respond(req, plain)
	}
	if err := s.setStamp(mem); err != nil {
		return req.fail(http.StatusInternalServerError, err)
	}
	mem.sealed, err = s.Account.AnswerTo(mem.sealed[:0], req.Push, plain, mem.stamp)
	if err != nil {
		return req.fail(http.StatusInternalServerError, err)
	}
	return s.respond(req, bytes.Clone(mem.sealed))
}

// setStamp signs a reply with the nonce of the push, as Official Accounts want it, and
// this server's time.
func (s *Server) setStamp(mem *scratch) error {
	mem.stamp.Timestamp, mem.stamp.Nonce = strconv.FormatInt(s.Now().Unix(), 10), mem.query.Get("nonce")
	_, err := io.ReadFull(s.Rand, mem.stamp.Random[:])
	return err
}
