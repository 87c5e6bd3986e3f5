package cli

import (
	"cmp"
	"encoding/json"
	"net/url"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/callback"
	"wxtool/internal/jsapi"
	"wxtool/internal/lang"
	"wxtool/internal/ui"
)

// jsapiVerified is the diagnosis of a JS-SDK signature for printing.
type jsapiVerified struct {
	jsapi.Diagnosis
	quiet bool
	lang  lang.Language
}

func (jsapiVerified) JSONType() string { return "jsapi_verification" }
func (r jsapiVerified) IsOK() bool     { return r.Valid }

func (r jsapiVerified) WriteText(p *ui.Printer) {
	verifyResult{
		Diagnosis: callback.Diagnosis{Valid: r.Valid, Expected: r.Expected, Got: r.Got, Reason: r.Reason, Hint: r.Hint},
		quiet:     r.quiet, lang: r.lang,
	}.WriteText(p)
}

func (o *verifyOptions) runJSAPI(env *ui.Env, args []string) error {
	for _, flag := range []string{"request", "log", "body", "encrypt", "echostr", "msg-signature", "max-age"} {
		if o.flags.Changed(flag) {
			return usage("verify: --jsapi and --%s exclude each other", flag).withHint("--jsapi checks a page for wx.config, the others a callback request")
		}
	}
	config, err := o.jsapi.config(env, "verify")
	if err != nil {
		return err
	}
	got, err := o.jsapiClaim(env, args, &config)
	if err != nil {
		return err
	}
	others, err := o.otherTickets(env)
	if err != nil {
		return err
	}
	diagnosis := jsapi.Diagnose(config, got, jsapi.Options{Others: others, Lang: env.Lang})
	if !o.showExpected {
		diagnosis.Expected = ""
	}
	result := jsapiVerified{diagnosis, env.Quiet, env.Lang}
	return verdictAfter(env.Print(result), noUnless(result.Valid))
}

// otherTickets are values that may have been signed by mistake: the app_secret of the
// settings in force, and --not-ticket NAME=VALUE.
func (o *verifyOptions) otherTickets(env *ui.Env) (map[string]string, error) {
	s, err := o.asGiven(env, nil)
	if err != nil {
		return nil, err
	}
	others := map[string]string{}
	for _, name := range []string{account.AppSecret, account.Token} {
		if value := s.get(name); value != "" {
			others[name] = value
		}
	}
	for _, given := range o.notTickets {
		name, value, ok := strings.Cut(given, "=")
		if !ok || name == "" || value == "" { // the value may be a secret
			return nil, usage("verify: --not-ticket is not NAME=VALUE").withHint("such as --not-ticket access_token=VALUE")
		}
		env.Hide(value, account.Mask(value))
		others[name] = value
	}
	return others, nil
}

// jsapiClaim reads the signature, timestamp and nonceStr of wx.config from a query,
// from JSON, or from flags.
func (o *verifyOptions) jsapiClaim(env *ui.Env, args []string, config *jsapi.Config) (signature string, err error) {
	values := map[string]string{"signature": o.signature, "timestamp": o.timestamp, "noncestr": o.nonce}
	if len(args) > 0 {
		if o.signature+o.timestamp+o.nonce != "" {
			return "", usage("verify: an argument and values in flags exclude each other").withHint("wxtool verify --help")
		}
		text, err := argument(env, args[0])
		if err != nil {
			return "", err
		}
		if values, err = jsapiValues(text); err != nil {
			return "", err
		}
	}
	for name, flag := range map[string]string{"signature": "signature", "timestamp": "timestamp", "noncestr": "nonce"} {
		if values[name] == "" {
			return "", usage("verify: --jsapi needs the signature, timestamp and nonceStr of wx.config, and there is no %s", name).
				withHint(`--` + flag + ` VALUE, or all as an argument: '{"signature":"…","timestamp":1414587457,"nonceStr":"…"}' or 'signature=…&timestamp=…&nonceStr=…'`)
		}
	}
	config.NonceStr, config.Timestamp = values["noncestr"], values["timestamp"]
	return values["signature"], nil
}

// jsapiValues reads a query or a JSON object, with names in any case.
func jsapiValues(text string) (map[string]string, error) {
	values := map[string]string{}
	if text = strings.TrimSpace(text); strings.HasPrefix(text, "{") {
		var object map[string]any
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&object); err != nil {
			return nil, usage("verify: the configuration is not JSON: %w", err).withHint("JSON needs quotes around the names, as JSON.stringify writes them")
		}
		for name, value := range object {
			switch value := value.(type) {
			case string:
				values[strings.ToLower(name)] = value
			case json.Number:
				values[strings.ToLower(name)] = value.String()
			}
		}
		return values, nil
	}
	query, err := url.ParseQuery(text)
	if err != nil {
		return nil, usage("verify: the query cannot be read: %w", err)
	}
	for name := range query {
		values[strings.ToLower(name)] = query.Get(name)
	}
	values["noncestr"] = cmp.Or(values["noncestr"], values["nonce"])
	return values, nil
}
