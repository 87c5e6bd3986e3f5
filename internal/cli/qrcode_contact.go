package cli

import (
	"context"
	"time"

	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

// contactResult is a contact way as it is printed.
type contactResult struct {
	ConfigID  string    `json:"config_id"`
	QRCode    string    `json:"qr_code"`
	State     string    `json:"state,omitempty"`
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	File      string    `json:"file,omitempty"`
	quiet     bool
}

func (contactResult) JSONType() string { return "contact_way" }

func (r contactResult) WriteText(p *ui.Printer) {
	if r.quiet {
		p.Linef("%s", ui.Printable(r.ConfigID))
		return
	}
	writeField(p, "config", r.ConfigID)
	writeField(p, "image", r.QRCode)
	writeExpiry(p, r.ExpiresAt)
	if r.File != "" {
		writeField(p, "file", r.File)
	}
}

// createContact creates a contact way. Its picture is always the platform's,
// because the API does not return the text of the code.
func (o *qrCreateOptions) createContact(ctx context.Context, env *ui.Env, client *wxapi.Client) error {
	switch {
	case o.from != "":
		return usage("qrcode create: --from is for Official Accounts only").withHint("create them one by one")
	case o.show:
		return usage("qrcode create: WeCom does not return the text of a code, so it cannot be drawn").withHint("use --png FILE")
	case o.flags.Changed("scene-id"):
		return usage("qrcode create: WeCom has no scene_id").withHint("use --scene-str TEXT, the state of a contact way")
	case o.code.Permanent && o.expire > 0:
		return usage("qrcode create: a permanent contact way has no --expire").withHint("remove one of them")
	}
	way := o.contact
	way.State, way.Expire = o.code.SceneStr, o.expire
	if err := o.writable(env); err != nil {
		return err
	}
	contact, err := client.AddContactWay(ctx, way)
	if err != nil {
		return err
	}
	result := contactResult{ConfigID: contact.ConfigID, QRCode: contact.QRCode, State: way.State, quiet: env.Quiet}
	if way.Expire > 0 {
		result.ExpiresAt = env.Now().UTC().Add(way.Expire).Truncate(time.Second)
	}
	if o.png != "" {
		err = fetchPNG(env, o.png, func() (*wxapi.Image, error) { return client.FetchImage(ctx, contact.QRCode) })
		if err == nil {
			result.File = o.png
		}
	}
	return verdictAfter(env.Print(result), err)
}
