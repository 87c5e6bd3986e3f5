package cli

import (
	"cmp"
	"context"

	"github.com/spf13/cobra"

	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

type qrShowOptions struct {
	apiFlags
	png   string
	fetch bool
}

func newQRCodeShowCmd(env *ui.Env) *cobra.Command {
	opts := &qrShowOptions{}
	cmd := &cobra.Command{
		Use:   "show <TICKET|@FILE|->",
		Short: "Draw the QR code of a ticket",
		Long: `Draws the code of a ticket. The ticket contains the URL, so nothing is sent and no
account is needed. --png writes the code to a file. --fetch downloads the platform's
own picture (showqrcode), which also shows whether the platform knows the ticket.
Quote the ticket: it may contain / + and =.`,
		Example: `  wxtool qrcode show gQH47joAAAAAAAAAASxodHRwOi8vd2VpeGluLnFxLmNvbS9xL2taZ2Z3TVRtNzJXV1Brb3ZhYmJJAAIEZ23sUwMEmm3sUw==
  wxtool qrcode show gQH47joAAAAAAAAAASxodHRwOi8vd2VpeGluLnFxLmNvbS9xL2taZ2Z3TVRtNzJXV1Brb3ZhYmJJAAIEZ23sUwMEmm3sUw== --png code.png`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return usage("%s takes one ticket, but has %d", cmd.CommandPath(), len(args)).withHint("wxtool qrcode create prints a ticket")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args[0]) },
	}
	cmd.Flags().StringVar(&opts.png, "png", "", "write the code to this file")
	cmd.Flags().BoolVar(&opts.fetch, "fetch", false, "write the platform's own picture instead of drawing it")
	opts.bindShow(cmd)
	return cmd
}

type qrShowResult struct {
	Ticket   string `json:"ticket"`
	URL      string `json:"url,omitempty"`
	ImageURL string `json:"image_url"`
	File     string `json:"file,omitempty"`
	quiet    bool
}

func (qrShowResult) JSONType() string { return "qrcode" }

func (r qrShowResult) WriteText(p *ui.Printer) {
	if r.quiet {
		p.Linef("%s", ui.Printable(cmp.Or(r.URL, r.ImageURL)))
		return
	}
	if r.URL != "" {
		writeField(p, "url", r.URL)
	}
	writeField(p, "image", r.ImageURL)
	if r.File != "" {
		writeField(p, "file", r.File)
	} else if r.URL != "" {
		writeDrawing(p, r.URL)
	}
}

func (o *qrShowOptions) run(ctx context.Context, env *ui.Env, ticket string) error {
	if o.png == "-" {
		return usage("qrcode show: --png cannot write to stdout").withHint("name a file")
	}
	if o.fetch && o.png == "" {
		return usage("qrcode show: --fetch needs a file for the picture").withHint("add --png FILE")
	}
	ticket, err := argument(env, ticket)
	if err != nil {
		return err
	}
	client, err := o.anonymous(env)
	if err != nil {
		return err
	}
	info, readable := wxapi.ReadTicket(ticket)
	if !readable && !o.fetch {
		return usage("qrcode show: the ticket does not contain a URL").withHint("quote the whole ticket; if it is complete, --fetch --png FILE downloads its picture")
	}
	result := qrShowResult{ticket, info.URL, wxapi.ShowURL(client.Origin, ticket), o.png, env.Quiet}
	switch {
	case o.fetch:
		err = fetchPNG(env, o.png, func() (*wxapi.Image, error) { return client.ShowQRCode(ctx, ticket) })
	case o.png != "":
		err = drawPNG(env, o.png, info.URL)
	}
	if err != nil {
		return err
	}
	return env.Print(result)
}
