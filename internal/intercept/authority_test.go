package intercept_test

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wxtool/internal/intercept"
	"wxtool/internal/wxhost"
)

// verify checks a certificate that the authority has signed for a name, as clients do
// which know the authority's certificate alone.
func verify(p *proxied, leaf *x509.Certificate, name string, at time.Time) error {
	_, err := leaf.Verify(x509.VerifyOptions{DNSName: name, Roots: p.roots(), CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}})
	return err
}

// TestConstraints: clients refuse what the authority signs for other names.
func TestConstraints(t *testing.T) {
	p := newProxy(t)
	for _, host := range wxhost.All() {
		leaf, err := p.Issue(host)
		if err != nil {
			t.Fatal(err)
		}
		if err := verify(p, leaf, host, time.Now()); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
	for _, name := range []string{"example.com", "weixin.qq.com", "www.weixin.qq.com", "qq.com", "localhost", "api.weixin.qq.com.example.com", "evilapi.weixin.qq.com", "*.weixin.qq.com", "127.0.0.1"} {
		leaf, err := p.Issue(name)
		if err != nil {
			t.Fatal(err)
		}
		var invalid x509.CertificateInvalidError
		if err := verify(p, leaf, "", time.Now()); !errors.As(err, &invalid) || invalid.Reason != x509.CANotAuthorizedForThisName {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, ip := range []string{"127.0.0.1", "::1", "203.205.239.82"} {
		leaf, err := p.IssueIP(ip)
		if err != nil {
			t.Fatal(err)
		}
		var invalid x509.CertificateInvalidError
		if err := verify(p, leaf, ip, time.Now()); !errors.As(err, &invalid) || invalid.Reason != x509.CANotAuthorizedForThisName {
			t.Errorf("%s: %v", ip, err)
		}
	}
}

// TestAuthority: the certificate is valid for a day, cannot sign other authorities, and
// has its constraints in a critical extension.
func TestAuthority(t *testing.T) {
	p := newProxy(t)
	block, rest := pem.Decode(p.Certificate())
	if block == nil || block.Type != "CERTIFICATE" || len(rest) > 0 {
		t.Fatalf("%s", p.Certificate())
	}
	ca, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if valid := ca.NotAfter.Sub(ca.NotBefore); valid > 25*time.Hour || !p.Expires().Equal(ca.NotAfter) {
		t.Errorf("valid for %v", valid)
	}
	if !ca.IsCA || !ca.MaxPathLenZero || ca.KeyUsage != x509.KeyUsageCertSign || !ca.PermittedDNSDomainsCritical || len(ca.ExcludedIPRanges) != 2 {
		t.Errorf("%+v", ca)
	}
	for _, ip := range []string{"0.0.0.0", "127.0.0.1", "255.255.255.255", "::", "::1", "ffff::"} {
		excluded := false
		for _, ipRange := range ca.ExcludedIPRanges {
			excluded = excluded || ipRange.Contains(net.ParseIP(ip))
		}
		if !excluded {
			t.Errorf("%s is not excluded", ip)
		}
	}
	leaf, err := p.Issue(wxhost.API)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []time.Time{time.Now().Add(-2 * time.Hour), time.Now().Add(25 * time.Hour)} {
		var invalid x509.CertificateInvalidError
		if err := verify(p, leaf, wxhost.API, at); !errors.As(err, &invalid) || invalid.Reason != x509.Expired {
			t.Errorf("at %v: %v", at, err)
		}
	}
	if other := newProxy(t); verify(other, leaf, wxhost.API, time.Now()) == nil {
		t.Error("two runs have the same authority")
	}
	if intercept.Lifetime > 24*time.Hour {
		t.Error(intercept.Lifetime)
	}
}

// TestOpenSSLConstraints: so does OpenSSL, which curl, Python and Node use. Its strict
// checks, which Python 3.13 makes, accept the certificates of the platform's hosts.
func TestOpenSSLConstraints(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	p := newProxy(t)
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	ca := write("ca.pem", p.Certificate())
	pemOf := func(c *x509.Certificate) []byte {
		return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
	}
	check := func(name, flag, want string, leaf *x509.Certificate) {
		out, err := exec.CommandContext(t.Context(), "openssl", "verify", "-x509_strict", "-purpose", "sslserver", flag, name, "-CAfile", ca, "-no-CApath", write("leaf.pem", pemOf(leaf))).CombinedOutput()
		if !strings.Contains(string(out), want) || (err == nil) != (want == "OK") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	for name, want := range map[string]string{
		"api.weixin.qq.com": "OK", "qyapi.weixin.qq.com": "OK", "login.work.weixin.qq.com": "OK",
		"example.com": "permitted subtree violation", "weixin.qq.com": "permitted subtree violation", "localhost": "permitted subtree violation",
	} {
		leaf, err := p.Issue(name)
		if err != nil {
			t.Fatal(err)
		}
		check(name, "-verify_hostname", want, leaf)
	}
	leaf, err := p.IssueIP("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	check("127.0.0.1", "-verify_ip", "excluded subtree violation", leaf)
}
