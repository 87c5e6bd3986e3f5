package cli

import (
	"cmp"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/jsapi"
	"wxtool/internal/ui"
)

// jsapiFlags are the flags of a JS-SDK signature.
type jsapiFlags struct{ page, ticket string }

// config reads the ticket and checks the URL of the page.
func (f *jsapiFlags) config(env *ui.Env, command string) (jsapi.Config, error) {
	if f.ticket == "" {
		return jsapi.Config{}, usage("%s: --jsapi needs the jsapi_ticket, --ticket", command).withHint("it is the ticket in the answer of ticket/getticket?type=jsapi; - reads stdin, @FILE reads a file")
	}
	ticket, err := argument(env, f.ticket)
	if err != nil {
		return jsapi.Config{}, err
	}
	ticket = strings.TrimSpace(ticket)
	env.Hide(ticket, account.Mask(ticket))
	if ticket == "" {
		return jsapi.Config{}, usage("%s: the ticket is empty", command)
	}
	lower := strings.ToLower(f.page)
	if !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
		return jsapi.Config{}, usage("--jsapi %q: is not the URL of a page", f.page).withHint("copy it from the address bar, or print location.href in the page; quote it, or the shell splits it at each &")
	}
	return jsapi.Config{Ticket: ticket, URL: f.page}, nil
}

// jsapiSigned is a JS-SDK signature with what wx.config needs.
type jsapiSigned struct {
	Signature string `json:"signature"` // the signature
	Timestamp string `json:"timestamp"` // the timestamp, in seconds
	NonceStr  string `json:"nonceStr"`  // the nonceStr
	URL       string `json:"url"`       // the part of the page's URL that is signed
	field     string
}

func (jsapiSigned) JSONType() string { return "jsapi_signature" }

func (r jsapiSigned) query() string {
	return "signature=" + r.Signature + "&timestamp=" + r.Timestamp + "&nonceStr=" + r.NonceStr
}

func (r jsapiSigned) WriteText(p *ui.Printer) {
	p.Linef("%s", ui.Printable(map[string]string{
		"signature": r.Signature, "timestamp": r.Timestamp, "nonce": r.NonceStr, "query": r.query(), "url": r.URL,
	}[cmp.Or(r.field, "query")]))
}

func (o *signOptions) runJSAPI(env *ui.Env) error {
	for _, flag := range []string{"echostr", "encrypt", "url"} {
		if o.flags.Changed(flag) {
			return usage("sign: --jsapi and --%s exclude each other", flag).withHint("--jsapi signs a page for wx.config, the others a callback request")
		}
	}
	config, err := o.jsapi.config(env, "sign")
	if err != nil {
		return err
	}
	stamp, err := o.stamp.make(env)
	if err != nil {
		return err
	}
	if o.fields == "msg_signature" {
		return usage("sign: there is no msg_signature in this request")
	}
	config.NonceStr, config.Timestamp = stamp.Nonce, stamp.Timestamp
	if len(stamp.Timestamp) == 13 {
		env.Warnf("--timestamp %s: looks like milliseconds; wx.config takes seconds", stamp.Timestamp)
	}
	return env.Print(jsapiSigned{config.Signature(), config.Timestamp, config.NonceStr, jsapi.PageURL(config.URL), o.fields})
}
