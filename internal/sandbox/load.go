package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
)

const maxState = 64 << 20 // bytes that are written and read

// ErrState is in the chain of an error about what [Server.Load] cannot read.
var ErrState = errors.New("no usable state of wxtool sandbox")

// Load makes the state what Save wrote. What is no such document, or of another
// version, or damaged, is refused with an error that wraps ErrState, and the
// state stays as it was.
//
// Accounts are not in it: what is kept of one that the sandbox does not know
// stays there unseen. The source of randomness goes on by itself, and where it
// begins again what it makes up is drawn until it is new.
func (s *Server) Load(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, maxState+1))
	switch {
	case err != nil:
		return fmt.Errorf("sandbox state: %w", err)
	case len(data) > maxState:
		return unreadable("is longer than %d MB", maxState>>20)
	}
	loaded, err := readState(data)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state, s.index = *loaded, indexOf(loaded)
	return nil
}

func unreadable(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrState, fmt.Sprintf(format, args...))
}

func readState(data []byte) (*state, error) {
	var head stateHead
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, unreadable("is no JSON of a state: %s", jsonProblem(err, "the document"))
	}
	switch {
	case head.Maker != stateMaker:
		return nil, unreadable("it does not say that %s made it", stateMaker)
	case head.Version != stateVersion:
		return nil, unreadable("has the version %d, this program reads %d", head.Version, stateVersion)
	}
	var file stateFile
	strict := json.NewDecoder(bytes.NewReader(data))
	strict.DisallowUnknownFields() // what is not read would be lost by the next Save
	if err := strict.Decode(&file); err != nil {
		return nil, unreadable("is damaged: %s", jsonProblem(err, "the document"))
	}
	if file.State == nil {
		return nil, unreadable("is damaged: has no state")
	}
	if err := file.State.complete(); err != nil {
		return nil, err
	}
	return file.State, file.State.check()
}

// complete makes the maps that are missing and finds entries that are nothing,
// which no other code expects.
func (s *state) complete() error {
	fields := reflect.ValueOf(s).Elem()
	for i := range fields.NumField() {
		field, name := fields.Field(i), fields.Type().Field(i).Name
		if field.Kind() != reflect.Map {
			continue
		}
		if field.IsNil() {
			field.Set(reflect.MakeMap(field.Type()))
		}
		for entries := field.MapRange(); entries.Next(); {
			if entry := entries.Value(); entry.Kind() == reflect.Pointer && entry.IsNil() {
				return unreadable("is damaged: one of %s is nothing", name)
			}
		}
	}
	return nil
}

// check finds what would be answered in a way that no call could have brought
// about.
func (s *state) check() error {
	for token, g := range s.Grants {
		if g.Token != token {
			return unreadable("is damaged: a token is not under its own name")
		}
	}
	for name, t := range s.Tickets {
		if t.Ticket != name {
			return unreadable("is damaged: ticket %q is not under its own name", name)
		}
	}
	for id, p := range s.Pauses {
		if err := p.check(); err != nil {
			return unreadable("is damaged: pause of %s: %v", id, err)
		}
	}
	for key, all := range s.Menus {
		if err := all.check(); err != nil {
			return unreadable("is damaged: menu of %s: %v", key, err)
		}
	}
	return nil
}

// check reads all menus: there is a default one, and each can be shown.
func (m *menus) check() error {
	if m.Default == nil {
		return errors.New("there is no default menu")
	}
	for _, p := range append([]published{*m.Default}, m.Conditional...) {
		if _, err := readMenu(p.Body); err != nil {
			return fmt.Errorf("menuid %d is no menu", p.MenuID)
		}
	}
	return nil
}
