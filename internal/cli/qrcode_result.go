package cli

import (
	"time"

	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

// ticketResult is a ticket as it is printed.
type ticketResult struct {
	Ticket        string    `json:"ticket"`
	ExpireSeconds int64     `json:"expire_seconds,omitempty"`
	URL           string    `json:"url"`
	ImageURL      string    `json:"image_url"`
	ActionName    string    `json:"action_name"`
	SceneID       int64     `json:"scene_id,omitempty"`
	SceneStr      string    `json:"scene_str,omitempty"`
	ExpiresAt     time.Time `json:"expires_at,omitzero"`
	File          string    `json:"file,omitempty"`
	show, quiet   bool
}

func newTicketResult(env *ui.Env, origin string, q wxapi.QRCode, t *wxapi.Ticket, expires time.Time) ticketResult {
	return ticketResult{
		Ticket: t.Ticket, ExpireSeconds: t.ExpireSeconds, URL: t.URL, ImageURL: wxapi.ShowURL(origin, t.Ticket),
		ActionName: q.ActionName(), SceneID: q.SceneID, SceneStr: q.SceneStr,
		ExpiresAt: expires, quiet: env.Quiet,
	}
}

func (ticketResult) JSONType() string { return "ticket" }

func (r ticketResult) WriteText(p *ui.Printer) {
	if r.quiet {
		p.Linef("%s", ui.Printable(r.Ticket))
	} else {
		r.writeFields(p)
	}
	if r.show {
		writeDrawing(p, r.URL)
	}
}

func (r ticketResult) writeFields(p *ui.Printer) {
	writeField(p, "ticket", r.Ticket)
	writeField(p, "url", r.URL)
	writeExpiry(p, r.ExpiresAt)
	if r.File != "" {
		writeField(p, "file", r.File)
	}
}

func writeExpiry(p *ui.Printer, at time.Time) {
	text := "never"
	if !at.IsZero() {
		text = at.Format(time.DateTime) + " UTC"
	}
	writeField(p, "expires", text)
}
