package deliver_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/push"
)

func ExampleClient_Deliver() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "success") }))
	defer server.Close()
	to, err := deliver.ParseTarget(server.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	acct := callback.Account{Platform: callback.MP, Mode: callback.Plain, Token: "token"}
	p := push.Of("hello.xml", []byte("<xml><FromUserName>oFan</FromUserName><MsgType>text</MsgType><Content>hello</Content></xml>"), acct)

	client := &deliver.Client{HTTP: deliver.Transport(), Now: time.Now, Rand: rand.Reader}
	d, err := client.Deliver(context.Background(), p, to)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.OK(), d.Mode, d.Reply.Kind, len(d.Attempts))
	// Output: true plain success 1
}

func ExampleClient_Handshake() {
	acct := callback.Account{Platform: callback.MP, Mode: callback.Plain, Token: "token"}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.URL.Query().Get("echostr")) // without a look at the signature
	}))
	defer server.Close()
	to, err := deliver.ParseTarget(server.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	client := &deliver.Client{HTTP: deliver.Transport(), Now: time.Now, Rand: rand.Reader}
	h, err := client.Handshake(context.Background(), acct, to)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h.OK(), h.SignatureCheck())
	// Output: false echoed
}

func ExampleClient_Run() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "success") }))
	defer server.Close()
	to, err := deliver.ParseTarget(server.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	acct := callback.Account{Platform: callback.MP, Mode: callback.Plain, Token: "token"}
	hello := deliver.Item{Name: "hello", To: to, Push: func() (*push.Push, error) {
		return push.Of("hello", []byte("<xml><FromUserName>oFan</FromUserName><MsgType>text</MsgType></xml>"), acct), nil
	}}
	client := &deliver.Client{HTTP: deliver.Transport(), Now: time.Now, Rand: rand.Reader}
	sum, err := client.Run(context.Background(), &deliver.Plan{Items: []deliver.Item{hello}, Rounds: 2}, func(e *deliver.Event) error {
		if e.Kind == deliver.Delivered {
			fmt.Printf("%d/%d %s %s\n", e.Number, e.Total, e.Item.Name, e.Delivery.Reply.Kind)
		}
		return nil
	})
	fmt.Printf("%+v %v\n", sum, err)
	// Output:
	// 1/2 hello success
	// 2/2 hello success
	// {Sent:2 OK:2 Bad:0 Unreached:0 Skipped:0} <nil>
}

func ExampleClient_SendRaw() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto) }))
	defer server.Close()
	to, err := deliver.ParseTarget(server.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	client := &deliver.Client{Now: time.Now}
	ex := client.SendRaw(context.Background(), to, &deliver.RawRequest{Method: "GET", Target: "/", Proto: "HTTP/1.0"})
	fmt.Printf("%d %s\n", ex.Response.Status, ex.Response.Body)
	// Output: 200 HTTP/1.0
}
