package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
	"wxtool/internal/wxapi/errcode"
)

// classifyAPI is classify for errors of the platform API.
func classifyAPI(err error) (ui.Failure, int, bool) {
	f := ui.Failure{Message: err.Error()}
	var limit *wxapi.LimitError
	var refusal *wxapi.Error
	switch {
	case errors.As(err, &limit):
		f.Kind, f.Hint = "usage", "nothing was sent; correct the value"
		return f, exitUsage, true
	case errors.As(err, &refusal):
		f.Kind, f.Errcode = "platform", &refusal.Code
		f.Message, f.Hint = platformMessage(refusal), platformHint(refusal)
		return f, exitPlatform, true
	case errors.Is(err, wxapi.ErrNoTicket):
		f.Kind, f.Hint = "platform", "quote the whole ticket, with the = at its end; a temporary ticket may have expired"
		return f, exitPlatform, true
	case errors.Is(err, wxapi.ErrText):
		f.Kind, f.Hint = "usage", "the platform accepts only UTF-8 without control characters; remove other bytes"
		return f, exitUsage, true
	case errors.Is(err, wxapi.ErrTransport) && !errors.Is(err, context.Canceled):
		f.Kind, f.Hint = "network", "check the network, the proxy and --api-base; --verbose shows the requests, and --sandbox needs no network"
		return f, exitIO, true
	}
	return f, 0, false
}

// platformMessage returns a refusal in the words of the platform, with its meaning.
func platformMessage(e *wxapi.Error) string {
	entry, ok := meaning(e)
	if !ok {
		return e.Error()
	}
	return fmt.Sprintf("%v: %s (%s)", e, entry.Meaning.EN, entry.Meaning.ZH)
}

// platformHint returns the next step after an errcode.
func platformHint(e *wxapi.Error) string {
	entry, ok := meaning(e)
	switch {
	case e.TokenRefused():
		return "the token was renewed and rejected again; check that app id and app secret belong together, and that no other process renews it with /token"
	case !ok:
		return pagesHint(e.Code)
	}
	hint := "wxtool explain " + strconv.Itoa(e.Code) + " explains it"
	if entry.Remedy.EN == "" {
		return hint
	}
	return entry.Remedy.EN + "; " + hint
}

// meaning returns the entry of an errcode for the platform that refused.
func meaning(e *wxapi.Error) (errcode.Entry, bool) {
	for _, entry := range errcode.Lookup(e.Code) {
		if entry.Of(e.Platform) && entry.Platform != errcode.Crypt {
			return entry, true
		}
	}
	return errcode.Entry{}, false
}
