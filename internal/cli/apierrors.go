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

// classifyAPI is classify for errors of the platform's API.
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
		f.Kind, f.Hint = "platform", "quote the whole ticket, with its = at the end; a temporary one may have ended"
		return f, exitPlatform, true
	case errors.Is(err, wxapi.ErrText):
		f.Kind, f.Hint = "usage", "the platform takes raw UTF-8; remove what is not text"
		return f, exitUsage, true
	case errors.Is(err, wxapi.ErrTransport) && !errors.Is(err, context.Canceled):
		f.Kind, f.Hint = "network", "check the network, the proxy and --api-base; --verbose shows what was asked, and --sandbox needs none of them"
		return f, exitIO, true
	}
	return f, 0, false
}

// platformMessage is a refusal in the platform's words and in ours.
func platformMessage(e *wxapi.Error) string {
	entry, ok := meaning(e)
	if !ok {
		return e.Error()
	}
	return fmt.Sprintf("%v: %s (%s)", e, entry.Meaning, entry.Term)
}

// platformHint is the next step after an errcode.
func platformHint(e *wxapi.Error) string {
	entry, ok := meaning(e)
	switch {
	case e.TokenRefused():
		return "the token was renewed and refused again; check that app id and app secret belong together, and that no other process keeps renewing it with /token"
	case !ok:
		return pagesHint(e.Code)
	}
	return entry.Remedy + "; wxtool explain " + strconv.Itoa(e.Code) + " tells more"
}

// meaning is what the platform that refused means by its errcode.
func meaning(e *wxapi.Error) (errcode.Entry, bool) {
	for _, entry := range errcode.Lookup(e.Code) {
		if entry.Of(e.Platform) && entry.Platform != errcode.Crypt {
			return entry, true
		}
	}
	return errcode.Entry{}, false
}
