package cli

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"

	"github.com/spf13/cobra"

	"wxtool/internal/deliver"
	"wxtool/internal/ui"
)

// tlsFlags are the flags of commands that send to a callback URL with a certificate of
// the developer's own.
type tlsFlags struct {
	cacert   string
	insecure bool
}

func (f *tlsFlags) bind(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.cacert, "cacert", "", "also trust the certificates in this PEM file, for an https server with a self-signed one")
	cmd.Flags().BoolVar(&f.insecure, "insecure", false, "do not verify the certificate of an https server")
}

// given reports whether a flag is set.
func (f *tlsFlags) given() bool { return f.insecure || f.cacert != "" }

// transport returns what sends requests to callback URLs.
func (f *tlsFlags) transport(env *ui.Env) (http.RoundTripper, error) {
	config, err := f.config(env)
	if config == nil || err != nil {
		return env.HTTP, err
	}
	return deliver.TLSTransport(config), nil
}

// config returns how https is spoken, nil if no flag is set.
func (f *tlsFlags) config(env *ui.Env) (*tls.Config, error) {
	switch {
	case !f.given():
		return nil, nil
	case f.insecure && f.cacert != "":
		return nil, usage("--cacert and --insecure cannot be combined").withHint("leave --insecure out to verify the certificate")
	case f.insecure:
		env.Warnf("--insecure: the certificate of the server is not verified")
		return &tls.Config{InsecureSkipVerify: true}, nil
	}
	roots, err := f.roots(env)
	if err != nil {
		return nil, err
	}
	return &tls.Config{RootCAs: roots}, nil
}

// roots returns the system's certificates and those of --cacert.
func (f *tlsFlags) roots(env *ui.Env) (*x509.CertPool, error) {
	data, err := readFile(env, f.cacert)
	if err != nil {
		return nil, err
	}
	roots, err := x509.SystemCertPool()
	if err != nil { // a system without any
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(data) {
		return nil, usage("--cacert %s: has no certificate in PEM form", fileName(f.cacert)).withHint("a PEM file has a line -----BEGIN CERTIFICATE-----")
	}
	return roots, nil
}
