package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

const (
	stateMaker   = "wxtool sandbox"
	stateVersion = 1
)

// stateHead tells a state file from others.
type stateHead struct {
	Maker   string `json:"maker"`
	Version int    `json:"version"`
}

type stateFile struct {
	stateHead
	State *state `json:"state"`
}

// Save writes all that calls have changed as one JSON document, for Load. It
// holds access tokens, but of the sandbox alone: they are made up and open
// nothing else. No secret is in it. A state that is longer than Load would read
// is refused before anything is written.
func (s *Server) Save(w io.Writer) error {
	data, err := s.document()
	if err == nil && len(data) > maxState {
		err = fmt.Errorf("is longer than %d MB, and could not be read again", maxState>>20)
	}
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil {
		return fmt.Errorf("sandbox state: %w", err)
	}
	return nil
}

// document is made while no call is answered, and written after that.
func (s *Server) document() ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	s.mu.Lock()
	defer s.mu.Unlock()
	err := enc.Encode(stateFile{stateHead{stateMaker, stateVersion}, &s.state})
	return buf.Bytes(), err
}
