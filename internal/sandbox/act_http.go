package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"wxtool/internal/jsonerr"
)

// Paths of the sandbox that the platform does not have.
const (
	doPath    = "/sandbox/do"
	usersPath = "/sandbox/users"
	chatPath  = "/sandbox/chat"
	clockPath = "/sandbox/clock"
	resetPath = "/sandbox/reset"
)

// serveUsers answers requests about virtual users, and reports whether it was one.
func (s *Server) serveUsers(w http.ResponseWriter, r *http.Request) bool {
	method := http.MethodPost
	var serve func(http.ResponseWriter, *http.Request)
	switch r.URL.Path {
	case usersPath:
		method, serve = http.MethodGet, s.serveList
	case chatPath:
		method, serve = http.MethodGet, s.serveChats
	case doPath:
		serve = s.serveDo
	case clockPath:
		serve = s.serveClock
	case resetPath:
		serve = s.serveReset
	default:
		return false
	}
	switch problem := notFromHere(r); {
	case problem != "":
		writeJSON(w, http.StatusForbidden, actReply{Error: problem})
	case r.Method != method:
		w.Header().Set("Allow", method)
		writeJSON(w, http.StatusMethodNotAllowed, actReply{Error: r.URL.Path + ": the method must be " + method})
	default:
		serve(w, r)
	}
	return true
}

// actReply is the answer to a request that was refused.
type actReply struct {
	Error string `json:"error"`
	Hint  string `json:"hint,omitempty"`
}

type usersReply struct {
	Users []Person `json:"users"`
}

func (s *Server) serveList(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, usersReply{s.Users()})
}

type chatsReply struct {
	Chats []Chat `json:"chats"`
}

// serveChats answers the chats of the user named in the query.
func (s *Server) serveChats(w http.ResponseWriter, r *http.Request) {
	chats, err := s.Chats(r.URL.Query().Get("user"))
	if err != nil {
		writeRefusal(w, err)
		return
	}
	writeJSON(w, http.StatusOK, chatsReply{chats})
}

// serveDo carries out an Act and answers its Outcome. A refused act is HTTP 400, or
// 404 if something that it names does not exist.
func (s *Server) serveDo(w http.ResponseWriter, r *http.Request) {
	act, err := readAct(w, r)
	if err != nil {
		writeJSON(w, http.StatusBadRequest, actReply{Error: err.Error(), Hint: `such as {"user": "anna", "action": "text", "value": "hi"}`})
		return
	}
	act.origin = "http://" + r.Host
	out, err := s.Do(r.Context(), act)
	if err != nil {
		writeRefusal(w, err)
		return
	}
	writeJSON(w, http.StatusOK, out)
}

// writeRefusal answers an error of an act.
func writeRefusal(w http.ResponseWriter, err error) {
	var refused *ActError
	switch {
	case !errors.As(err, &refused):
		writeJSON(w, http.StatusInternalServerError, actReply{Error: err.Error()})
	case refused.Missing:
		writeJSON(w, http.StatusNotFound, actReply{refused.Problem, refused.Hint})
	default:
		writeJSON(w, http.StatusBadRequest, actReply{refused.Problem, refused.Hint})
	}
}

func readAct(w http.ResponseWriter, r *http.Request) (act Act, err error) {
	return act, readJSON(w, r, &act)
}

// readJSON reads one JSON object without unknown members.
func readJSON(w http.ResponseWriter, r *http.Request, v any) error {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		return actError("Content-Type: is %q, it must be application/json", r.Header.Get("Content-Type"))
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return actError("body: cannot be read, or has more than %d bytes", maxBody)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return actError("%s", jsonerr.Describe(err, "body"))
	}
	if _, err := d.Token(); err != io.EOF {
		return actError("body: something follows the JSON object")
	}
	return nil
}

func writeJSON(w http.ResponseWriter, status int, reply any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	w.Write(encode(reply)) // an error has no receiver
}
