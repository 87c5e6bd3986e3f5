package intercept

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"math/big"
	"net"
	"net/http"
	"time"
)

// Limited lowers the limits of a proxy.
func (p *Proxy) Limited(connections int, header, handshake time.Duration) {
	p.limits = limits{connections, header, handshake}
}

// Issue signs a certificate of any name with the authority.
func (p *Proxy) Issue(name string) (*x509.Certificate, error) {
	issued, err := p.authority.issue(name)
	if err != nil {
		return nil, err
	}
	return issued.Leaf, nil
}

// IssueIP signs a certificate of an IP address with the authority.
func (p *Proxy) IssueIP(ip string) (*x509.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	ca := p.authority.certificate
	return signed(&x509.Certificate{
		SerialNumber: big.NewInt(2), NotBefore: ca.NotBefore, NotAfter: ca.NotAfter,
		IPAddresses: []net.IP{net.ParseIP(ip)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, ca, key, p.authority.key)
}

// Answer answers one request to the proxy.
func (p *Proxy) Answer(w http.ResponseWriter, r *http.Request) {
	(&session{Proxy: p}).answerProxy(w, r)
}
