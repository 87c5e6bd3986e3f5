package deliver_test

import (
	"bufio"
	"net"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/internal/deliver"
)

// TestHeaderOrder: the names are in the order in which a server reads them.
func TestHeaderOrder(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	got := make(chan []string, 2)
	go func() {
		for range 2 {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			var names []string
			for in := bufio.NewScanner(conn); in.Scan() && in.Text() != ""; {
				if name, _, ok := strings.Cut(in.Text(), ": "); ok {
					names = append(names, name)
				}
			}
			got <- names
			conn.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
			conn.Close()
		}
	}()
	c := &deliver.Client{HTTP: deliver.Transport(), Now: time.Now}
	to := &url.URL{Scheme: "http", Host: listener.Addr().String(), Path: "/"}
	post := deliver.Post(to, "text/xml", []byte("<xml></xml>"))
	post.Header.Add("X-Twice", "a")
	post.Header.Add("X-Twice", "b")
	for _, r := range []struct {
		name  string
		order []string
	}{{"POST", deliver.HeaderOrder(post)}, {"GET", deliver.HeaderOrder(deliver.Get(to))}} {
		request := post
		if r.name == "GET" {
			request = deliver.Get(to)
		}
		if ex := c.Send(t.Context(), request); ex.Cause != nil {
			t.Fatal(ex.Cause)
		}
		if wire := <-got; !slices.Equal(wire, r.order) || !slices.Contains(wire, "Host") {
			t.Errorf("%s: %v, but the server reads %v", r.name, r.order, wire)
		}
	}
}
