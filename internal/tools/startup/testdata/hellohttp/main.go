// Command hellohttp is the smallest program with Cobra and the packages of HTTP, XML and
// JSON: what a program costs that can do what wxtool does. "version" prints a line, and
// "send" posts a message to a server in its own process.
package main

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{Use: "hellohttp"}
	root.AddCommand(&cobra.Command{
		Use: "version",
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "hello 0.1.0")
			return err
		},
	}, &cobra.Command{
		Use:  "send",
		RunE: func(cmd *cobra.Command, _ []string) error { return send(cmd.Context()) },
	})
	if err := root.ExecuteContext(context.Background()); err != nil {
		os.Exit(1)
	}
}

// message is read as XML and answered as JSON.
type message struct {
	Content string `xml:"Content" json:"content"`
}

func answer(w http.ResponseWriter, r *http.Request) {
	var m message
	if err := xml.NewDecoder(r.Body).Decode(&m); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	json.NewEncoder(w).Encode(m)
}

func send(ctx context.Context) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go http.Serve(listener, http.HandlerFunc(answer))
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+listener.Addr().String(), strings.NewReader("<xml><Content>hi</Content></xml>"))
	if err != nil {
		return err
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, err = io.Copy(os.Stdout, res.Body)
	return err
}
