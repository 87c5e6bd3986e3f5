package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

type qrCreateOptions struct {
	apiFlags
	code              wxapi.QRCode
	expire            time.Duration
	contact           wxapi.ContactWay
	png, from, outDir string
	columns           []string
	show, fetch       bool
	excel             bool
	rate              float64
}

// defaultExpire is used without --expire. The platform's default of 60 seconds is
// too short to print a code.
const defaultExpire = 30 * 24 * time.Hour

func newQRCodeCreateCmd(env *ui.Env) *cobra.Command {
	opts := &qrCreateOptions{}
	cmd := &cobra.Command{
		Use:   "create",
		Short: "Create a QR code with a scene, or thousands from a CSV file",
		Long: `Creates a QR ticket for --scene-id or --scene-str, temporary with --expire or
--permanent (100000 per account). Values beyond the platform's limits are errors.

--from creates a code for each row of a CSV file from any spreadsheet. Its first row
names the columns: scene_id or scene_str (场景值), and optionally permanent (永久),
expire (有效期) and file (文件名). Pictures, and results.csv with the other columns,
are written to --out-dir. If the command is interrupted, run it again: existing codes
are not requested again. In results.csv, a cell that a spreadsheet would run as a
formula has a ' before it, which --from removes again.

On WeCom it creates a contact way: --user is the member that the customer adds,
--scene-str is the state, and without --expire it never expires.`,
		Example: `  wxtool qrcode create --sandbox --scene-id 123 --show
  wxtool qrcode create --sandbox --scene-str table-7 --permanent --png table-7.png
  # your file scenes.csv has a line for each code; its first line can be: scene_str,expire
  wxtool qrcode create --sandbox --from scenes.csv --out-dir codes
  # your file shops.csv has the scene in a column of another name
  wxtool qrcode create --sandbox --from shops.csv --column scene_str=门店编号 --excel --out-dir codes
  wxtool qrcode create --sandbox --platform work --user zhangsan --scene-str shop-1`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context(), env) },
	}
	opts.bindFlags(cmd)
	return cmd
}

func (o *qrCreateOptions) bindFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.Int64Var(&o.code.SceneID, "scene-id", 0, "scene: 1 to 4294967295; with --permanent 1 to 100000")
	flags.StringVar(&o.code.SceneStr, "scene-str", "", "scene: 1 to 64 characters; on WeCom the state, up to 30")
	flags.BoolVar(&o.code.Permanent, "permanent", false, "create a code that never expires")
	flags.Var(expiry{&o.expire}, "expire", "lifetime: seconds, 12h or 30d (default 30d, the maximum; on WeCom up to 14d)")
	flags.BoolVar(&o.show, "show", false, "draw the code on the terminal")
	flags.StringVar(&o.png, "png", "", "write the code to this file")
	flags.BoolVar(&o.fetch, "fetch", false, "write the platform's own picture instead of drawing it")
	flags.StringVar(&o.from, "from", "", "create a code for each row of this CSV file; - is stdin")
	flags.StringVar(&o.outDir, "out-dir", "", "folder for the pictures and results of --from")
	flags.StringArrayVar(&o.columns, "column", nil, "with --from: NAME=HEADER, the column for scene_id, scene_str, permanent, expire or file (repeatable)")
	flags.BoolVar(&o.excel, "excel", false, "with --from: write results.csv with a byte order mark, so that Excel reads it as UTF-8")
	flags.Float64Var(&o.rate, "rate", 20, "with --from: maximum requests per second; 0: no limit")
	flags.StringSliceVar(&o.contact.Users, "user", nil, "WeCom: userid of the member (repeatable)")
	flags.StringVar(&o.contact.Remark, "remark", "", "WeCom: remark, up to 30 characters")
	flags.BoolVar(&o.contact.SkipVerify, "skip-verify", true, "WeCom: add without confirmation")
	o.bind(cmd)
}

func (o *qrCreateOptions) run(ctx context.Context, env *ui.Env) error {
	if err := o.check(); err != nil {
		return err
	}
	var sheet []byte
	if o.from != "" { // a missing file is reported before a missing account
		data, err := readFile(env, o.from)
		if err != nil {
			return err
		}
		sheet = data
	}
	client, err := o.client(ctx, env)
	switch {
	case err != nil:
		return err
	case client.Account.Platform == wxapi.Work:
		return o.createContact(ctx, env, client)
	case o.flags.Changed("user") || o.flags.Changed("remark") || o.flags.Changed("skip-verify"):
		return usage("qrcode create: --user, --remark and --skip-verify are for WeCom").withHint("add --platform work")
	case o.from != "":
		return o.createAll(ctx, env, client, sheet)
	}
	return o.createOne(ctx, env, client)
}

// check rejects flags that exclude each other.
func (o *qrCreateOptions) check() error {
	one := o.flags.Changed("scene-id") || o.flags.Changed("scene-str")
	switch {
	case o.from != "" && (one || o.png != "" || o.show || o.fetch):
		return usage("qrcode create: --from cannot be combined with --scene-id, --scene-str, --png, --fetch or --show").withHint("the rows have the scenes, and all pictures are written to --out-dir")
	case o.from != "" && o.code.Permanent && o.expire > 0:
		return usage("qrcode create: a permanent code has no --expire").withHint("remove one of them")
	case o.png == "-":
		return usage("qrcode create: --png cannot write to stdout").withHint("name a file; --show draws the code on the terminal")
	case o.from != "" && o.outDir == "":
		return usage("qrcode create: --from needs a folder for its results").withHint("add --out-dir codes")
	case o.from == "" && (o.excel || len(o.columns) > 0):
		return usage("qrcode create: --column and --excel need --from").withHint("add --from FILE.csv")
	case o.from == "" && o.outDir != "":
		return usage("qrcode create: --out-dir needs --from").withHint("use --png FILE for a single code")
	case o.fetch && o.png == "":
		return usage("qrcode create: --fetch needs a file for the picture").withHint("add --png FILE")
	case o.rate < 0:
		return usage("qrcode create: --rate must not be negative")
	case o.flags.Changed("scene-str") && o.code.SceneStr == "":
		return usage("qrcode create: --scene-str is empty").withHint("a scene_str has 1 to 64 characters")
	}
	return nil
}

// wanted returns the code that the flags request.
func (o *qrCreateOptions) wanted() (wxapi.QRCode, error) {
	q := o.code
	switch {
	case !o.flags.Changed("scene-id") && !o.flags.Changed("scene-str"):
		return q, usage("qrcode create: no scene is given").withHint("add --scene-id 123 or --scene-str table-7")
	case o.expire > 0:
		q.Expire = o.expire
	case !q.Permanent:
		q.Expire = defaultExpire
	}
	return q, q.Check()
}

func (o *qrCreateOptions) createOne(ctx context.Context, env *ui.Env, client *wxapi.Client) error {
	q, err := o.wanted()
	if err != nil {
		return err
	}
	if err := o.writable(env); err != nil {
		return err
	}
	ticket, err := client.QRCodeCreate(ctx, q)
	if err != nil {
		return err
	}
	result := newTicketResult(env, client.Origin, q, ticket, ticket.ExpiresAt(env.Now()))
	result.show = o.show
	err = o.picture(ctx, env, client, ticket)
	if err == nil {
		result.File = o.png
	}
	return verdictAfter(env.Print(result), err) // the ticket is printed even if its picture failed
}

// writable checks the file for the picture before a code is created.
func (o *qrCreateOptions) writable(env *ui.Env) error {
	if o.png == "" {
		return nil
	}
	return checkWritable(env, o.png)
}

func (o *qrCreateOptions) picture(ctx context.Context, env *ui.Env, client *wxapi.Client, t *wxapi.Ticket) error {
	switch {
	case o.png == "":
		return nil
	case o.fetch:
		return fetchPNG(env, o.png, func() (*wxapi.Image, error) { return client.ShowQRCode(ctx, t.Ticket) })
	}
	return drawPNG(env, o.png, t.URL)
}
