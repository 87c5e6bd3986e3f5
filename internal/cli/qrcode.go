package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/qr"
	"wxtool/internal/qrbatch"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

func newQRCodeCmd(env *ui.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "qrcode",
		Short: "Create QR codes whose scans are pushed to your server",
		Long: `Creates and draws QR codes with a scene. When a user scans one, the push to your
server contains the scene: subscribe with qrscene_SCENE from a new follower, SCAN
with SCENE from a follower. On WeCom the code is a contact way (联系我); its state is
in the event add_external_contact.`,
		Example: `  wxtool qrcode create --sandbox --scene-id 123 --show
  wxtool qrcode show gQH47joAAAAAAAAAASxodHRwOi8vd2VpeGluLnFxLmNvbS9xL2taZ2Z3TVRtNzJXV1Brb3ZhYmJJAAIEZ23sUwMEmm3sUw==`,
	}
	group(cmd)
	cmd.AddCommand(newQRCodeCreateCmd(env), newQRCodeShowCmd(env))
	return cmd
}

// pixels is the size of a module in a PNG file. A code is about 30 modules wide.
const pixels = 12

// pngOf returns a PNG file with the QR code of a text.
func pngOf(text string) ([]byte, error) {
	code, err := qr.Encode(text)
	if err != nil {
		return nil, err
	}
	return code.PNG(pixels), nil
}

// drawPNG writes the QR code of a text to a PNG file.
func drawPNG(env *ui.Env, name, text string) error {
	picture, err := pngOf(text)
	if err != nil {
		return err
	}
	return writeFile(env, name, picture)
}

// fetchPNG downloads the platform's image of a QR code to a file.
func fetchPNG(env *ui.Env, name string, fetch func() (*wxapi.Image, error)) error {
	image, err := fetch()
	if err != nil {
		return err
	}
	if image.Type != "image/png" {
		env.Notef("%s is not a PNG file: the platform sent %s", name, image.Type)
	}
	return writeFile(env, name, image.Data)
}

// writeDrawing prints the QR code of a text.
func writeDrawing(p *ui.Printer, text string) {
	code, err := qr.Encode(text)
	if err != nil {
		p.Linef("%v", err)
		return
	}
	p.Linef("%s", strings.TrimSuffix(code.Text(p.HasColour()), "\n"))
}

// expiry is the value of --expire; see [qrbatch.ParseExpire].
type expiry struct{ value *time.Duration }

func (e expiry) String() string { return "" }
func (e expiry) Type() string   { return "time" }

func (e expiry) Set(s string) error {
	d, err := qrbatch.ParseExpire(s)
	*e.value = d
	return err
}

func writeField(p *ui.Printer, name, value string) {
	p.Linef("%s %s", p.Dim(fmt.Sprintf("%-8s", name)), ui.Printable(value))
}
