package conform

import (
	"context"
	"slices"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/message"
)

// elementOrder sends the control push with its elements in the reverse order, and in
// encrypted modes those of the envelope too.
func elementOrder(ctx context.Context, t *Trial) error {
	p, err := t.Message()
	if err != nil {
		return err
	}
	p.Message = reversedElements(p.Message)
	req, signed, err := t.Client.Build(p, t.URL)
	if err != nil {
		return err
	}
	if signed.Mode != callback.Plain { // where the body is the message
		req.Body = reversedElements(signed.Body)
	}
	d, err := t.Client.DeliverRequest(ctx, p, signed.Mode, t.URL, req)
	if err != nil {
		return err
	}
	t.Judge(d)
	return nil
}

// reversedElements returns an XML message with the elements below its root in the
// reverse order. The message must have text elements only, as a text message has.
func reversedElements(xml []byte) []byte {
	var f message.Flat
	if f.Read(xml) != nil {
		return xml
	}
	var fields []message.Field
	for _, e := range slices.Backward(f.Elements()) {
		fields = append(fields, message.Field{Name: string(e.Name), Text: string(e.Text)})
	}
	return message.Compose(fields...)
}

// dropAfter is how long a case waits for an answer before it closes the connection.
const dropAfter = 300 * time.Millisecond

// retryAfterDrop sends a push, closes the connection soon, and sends it again.
func retryAfterDrop(ctx context.Context, t *Trial) error {
	p, err := t.Message()
	if err != nil {
		return err
	}
	req, _, err := t.Client.Build(p, t.URL)
	if err != nil {
		return err
	}
	t.Client.SendWithin(ctx, req, dropAfter)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	_, err = t.Deliver(ctx, p)
	return err
}
