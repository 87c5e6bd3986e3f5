package cli

import (
	"bytes"
	"context"

	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/ui"
)

// dryResult is a request that was not sent.
type dryResult struct {
	Fixture string            `json:"fixture"`
	Mode    string            `json:"mode"`
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Header  map[string]string `json:"header"`
	Body    string            `json:"body"`
	Message string            `json:"message"` // in plaintext
	text    string
}

func (dryResult) JSONType() string { return "request" }

func (r dryResult) WriteText(p *ui.Printer) { p.Raw(r.text) }

func (o *sendOptions) runDry(ctx context.Context, env *ui.Env, s *sending, plans []*plan) error {
	client := o.client(env)
	for _, p := range plans {
		push, err := o.push(env, p)
		if err != nil {
			return err
		}
		req, signed, err := client.Build(push, p.target)
		if err != nil {
			return err
		}
		r := dryResult{
			Fixture: push.Name, Mode: string(signed.Mode), Method: req.Method, URL: req.URL,
			Header: flat(req), Body: string(req.Body), Message: string(push.Message),
		}
		if r.text, err = o.text(ctx, client, req); err != nil {
			return err
		}
		if err := env.Print(r); err != nil {
			return err
		}
	}
	for _, g := range groupSkips(s.skips, lang.English) { // as all notes
		env.Notef("%s", g.line(lang.English))
	}
	return nil
}

func flat(req exchange.Request) map[string]string {
	header := map[string]string{}
	for name := range req.Header {
		header[name] = req.Header.Get(name)
	}
	return header
}

// text is the request as the bytes on the wire, or as a curl line.
func (o *sendOptions) text(ctx context.Context, client *deliver.Client, req exchange.Request) (string, error) {
	if o.as == "curl" {
		return req.Curl(o.deadline), nil
	}
	out, err := client.HTTPRequest(ctx, req)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = out.Write(&b)
	return b.String(), err
}
