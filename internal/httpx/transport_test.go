package httpx_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"testing"

	"wxtool/internal/deliver"
	"wxtool/internal/httpx"
	"wxtool/internal/wxapi"
)

// TestTransportsOfferNoHTTP2: a server that would rather speak HTTP/2 is spoken
// to in HTTP/1.1, also by those who set more of the transport.
func TestTransportsOfferNoHTTP2(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Spoken", r.Proto)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	for name, client := range map[string]*http.Transport{
		"httpx": httpx.Transport(), "deliver": deliver.Transport().(*http.Transport), "wxapi": wxapi.Transport().(*http.Transport),
	} {
		if client.TLSClientConfig == nil {
			client.TLSClientConfig = &tls.Config{}
		}
		client.TLSClientConfig.RootCAs = server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
		request, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, http.NoBody)
		answer, err := client.RoundTrip(request)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		answer.Body.Close()
		if got := answer.Header.Get("Spoken"); got != "HTTP/1.1" {
			t.Errorf("%s speaks %s", name, got)
		}
	}
}
