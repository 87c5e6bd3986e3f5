package cli

import (
	"cmp"
	"context"
	"errors"
	"io"
	"iter"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/deliver"
	"wxtool/internal/lang"
	"wxtool/internal/record"
	"wxtool/internal/ui"
)

type recordExportOptions struct {
	selection
	as, out, to string
}

// The forms of record export.
const (
	asFixture = "fixture"
	asCurl    = "curl"
	asHAR     = "har"
)

func newRecordExportCmd(env *ui.Env) *cobra.Command {
	opts := &recordExportOptions{}
	cmd := &cobra.Command{
		Use:   "export <FILE|-> [NUMBER …]",
		Short: "Make fixtures, curl lines or a HAR file of recorded exchanges",
		Long: `Exports exchanges of a recording, all that match or those that are named:
  fixture  the decrypted message of a push as a file for wxtool send-fixture
  curl     a command line that sends the recorded request again, with the recorded
           signature; --to says where to, and is needed for what serve recorded
  har      an HTTP archive, version 1.2, for browsers and other tools

It prints to stdout, or with --out to a file. Several fixtures need a folder: that is
--out without .xml or .json at its end. Secrets stay placeholders.`,
		Example: `  # a recording of your pushes, from wxtool serve --record pushes.jsonl
  wxtool record export pushes.jsonl 17 --as fixture --out incident.xml
  wxtool record export pushes.jsonl 17 | wxtool send-fixture - --to :8080/wx
  wxtool record export pushes.jsonl --failed --as fixture --out incidents
  wxtool record export pushes.jsonl 17 --as curl --to http://localhost:8080/wx
  wxtool record export pushes.jsonl --as har --out pushes.har`,
		Args: recordArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	flags := cmd.Flags()
	opts.filterFlags.bind(flags)
	flags.Var(newEnum(&opts.as, asFixture, asFixture, asCurl, asHAR), "as", "what to make")
	flags.StringVarP(&opts.out, "out", "o", "", "file to write instead of stdout; of several fixtures the folder")
	flags.StringVar(&opts.to, "to", "", "`URL` of curl lines and HAR entries, instead of the recorded one")
	return cmd
}

func (o *recordExportOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	if o.to != "" && o.as == asFixture {
		return usage("record export: a fixture has no URL, so --to has no effect").withHint("wxtool send-fixture FILE --to " + o.to + " sends it")
	}
	if err := o.choose(env, args[1:]); err != nil {
		return err
	}
	records := o.selected(ctx, &recordReader{env: env, name: args[0]})
	switch {
	case o.as == asFixture && o.intoFolder():
		return o.fixtures(env, records)
	case o.as == asFixture:
		return o.write(env, func(w io.Writer) error { return o.fixture(w, records) })
	}
	placed, err := o.placed(env, records)
	if err != nil {
		return err
	}
	write := o.curl
	if o.as == asHAR {
		write = func(w io.Writer, records iter.Seq2[*record.Record, error]) error {
			return record.WriteHAR(w, Version, record.Unrestored(), records)
		}
	}
	return o.write(env, func(w io.Writer) error { return write(w, placed) })
}

// intoFolder reports whether --out is a folder for fixtures.
func (o *recordExportOptions) intoFolder() bool {
	return o.out != "" && !strings.HasSuffix(o.out, ".xml") && !strings.HasSuffix(o.out, ".json")
}

// write writes to stdout or the file.
func (o *recordExportOptions) write(env *ui.Env, write func(io.Writer) error) error {
	if o.out != "" {
		if err := writeFileFunc(env, o.out, write); err != nil {
			return err
		}
		return env.Print(recordExport{File: o.out, lang: env.Lang})
	}
	if !env.JSON {
		return write(env.Out)
	}
	var b strings.Builder
	if err := write(&b); err != nil {
		return err
	}
	return env.Print(recordExported{o.as, b.String()})
}

// placed returns records as they are sent to --to, or to where they were sent. Those of
// a server, which does not know its own address, go to that of wxtool serve.
func (o *recordExportOptions) placed(env *ui.Env, records iter.Seq2[*record.Record, error]) (iter.Seq2[*record.Record, error], error) {
	base, err := deliver.ParseTarget(cmp.Or(o.to, "127.0.0.1:8080"))
	if err != nil {
		return nil, usage("--to: %w", err)
	}
	guessed := false
	return func(yield func(*record.Record, error) bool) {
		for r, err := range records {
			if err == nil {
				place := base
				if u, bad := url.Parse(r.Exchange.Request.URL); o.to == "" && bad == nil && u.Host != "" {
					place = &url.URL{Scheme: u.Scheme, Host: u.Host}
				} else if o.to == "" && !guessed {
					guessed = true
					env.Notef("a server recorded this and does not know its own address, so http://127.0.0.1:8080 is used; --to names another")
				}
				r = r.At(place)
			}
			if !yield(r, err) {
				return
			}
		}
	}, nil
}

func (o *recordExportOptions) curl(w io.Writer, records iter.Seq2[*record.Record, error]) error {
	for r, err := range records {
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, r.Exchange.Request.Curl(30*time.Second)+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// fixture writes the only fixture.
func (o *recordExportOptions) fixture(w io.Writer, records iter.Seq2[*record.Record, error]) error {
	var only []byte
	n := 0
	for r, err := range records {
		if err != nil {
			return err
		}
		_, data, err := r.Fixture()
		switch {
		case err != nil && o.numbers != nil:
			return usage("record export: %w", err)
		case err != nil:
			continue
		}
		if n++; n > 1 {
			return usage("record export: several pushes match, and this is one fixture").withHint("--out DIR writes each into a file; or name one by its number")
		}
		only = data
	}
	if n == 0 {
		return noFixtures()
	}
	_, err := w.Write(only)
	return err
}

func noFixtures() error {
	return unreadable("record export: there is no push to export").withHint("wxtool record show FILE lists the exchanges")
}

// fixtures writes a file for each push.
func (o *recordExportOptions) fixtures(env *ui.Env, records iter.Seq2[*record.Record, error]) error {
	folder, err := openFolder(env, o.out)
	if err != nil {
		return err
	}
	defer folder.Close()
	result := recordExport{Dir: o.out, lang: env.Lang}
	for r, err := range records {
		if err != nil {
			return err
		}
		name, data, err := r.Fixture()
		switch {
		case errors.Is(err, record.ErrNoMessage) && o.numbers == nil:
			result.Left++
			continue
		case err != nil:
			return usage("record export: %w", err)
		}
		written, err := folder.writeNew(name, data)
		switch {
		case err != nil:
			return exportError(err)
		case written:
			result.Written++
		default:
			result.Unchanged++
		}
	}
	if result.Written+result.Unchanged == 0 {
		return noFixtures()
	}
	return env.Print(result)
}

// recordExported is what record export would have written to stdout.
type recordExported struct {
	As      string `json:"as"`      // fixture, curl or har
	Content string `json:"content"` // what is printed without --json
}

func (recordExported) JSONType() string { return "record_exported" }

func (r recordExported) WriteText(p *ui.Printer) { p.Raw(r.Content) }

// recordExport is what record export has written into files.
type recordExport struct {
	Dir       string `json:"dir,omitempty"`  // of fixtures
	File      string `json:"file,omitempty"` // of curl lines or the archive
	Written   int    `json:"written"`        // fixtures
	Unchanged int    `json:"unchanged"`      // fixtures that were there
	Left      int    `json:"left_out"`       // exchanges that are no push with a message
	lang      lang.Language
}

func (recordExport) JSONType() string { return "record_export" }

func (r recordExport) WriteText(p *ui.Printer) {
	if r.File != "" {
		p.Linef("%s", recordWritten.in(r.lang, ui.OneLine(r.File)))
		return
	}
	p.Linef("%s", recordFixtures.in(r.lang, ui.OneLine(r.Dir), r.Written, r.Unchanged, r.Left))
}
