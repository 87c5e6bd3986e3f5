package conform

import (
	"context"
	"slices"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/lang"
)

// What is sent, in the words of findings.
var (
	whatForged   = lang.Text{EN: "a push with a wrong signature", ZH: "签名错误的推送"}
	whatUnsigned = lang.Text{EN: "a push without a signature", ZH: "没有签名的推送"}
)

// damage is one way to damage the query of a right push.
type damage struct {
	what  lang.Text // the request in words
	level Level     // of a reply; "" is Must
	query func(callback.Query) callback.Query
}

// refuses returns the check that a right push gets no reply once its query is damaged in
// each of these ways.
func refuses(list ...damage) func(context.Context, *Trial) error {
	return func(ctx context.Context, t *Trial) error {
		for _, d := range list {
			_, signed, err := t.Sealed()
			if err != nil {
				return err
			}
			ex, err := t.refuse(ctx, d.level, t.Post(d.query(signed.Query), signed), d.what)
			if err != nil || t.settled(ex) {
				return err
			}
		}
		return nil
	}
}

// isSignature reports whether a parameter is a signature of either scheme.
func isSignature(p callback.Param) bool {
	return p.Name == callback.SchemeSignature || p.Name == callback.SchemeMsgSignature
}

// withoutSignatures returns a query without signature and msg_signature.
func withoutSignatures(q callback.Query) callback.Query {
	return slices.DeleteFunc(slices.Clone(q), isSignature)
}

// without returns a query without a parameter.
func without(q callback.Query, name string) callback.Query {
	return slices.DeleteFunc(slices.Clone(q), func(p callback.Param) bool { return p.Name == name })
}

// eachSignature replaces each signature in a query by other values.
func eachSignature(values func(right string) []string) func(callback.Query) callback.Query {
	return func(q callback.Query) (changed callback.Query) {
		for _, p := range q {
			if !isSignature(p) {
				changed = append(changed, p)
				continue
			}
			for _, value := range values(p.Value) {
				changed = append(changed, callback.Param{Name: p.Name, Value: value})
			}
		}
		return changed
	}
}

// inArray makes each signature wrong, and an element of an array, as PHP and qs read it.
func inArray(suffix string) func(callback.Query) callback.Query {
	return func(q callback.Query) callback.Query {
		wrong := deliver.MisSigned(q)
		for i, p := range wrong {
			if isSignature(p) {
				wrong[i].Name += suffix
			}
		}
		return wrong
	}
}

// misSignedWithout makes each signature wrong and removes a parameter.
func misSignedWithout(name string) func(callback.Query) callback.Query {
	return func(q callback.Query) callback.Query { return without(deliver.MisSigned(q), name) }
}

// wrongOf returns a signature that is well-formed and wrong.
func wrongOf(signature string) string {
	return deliver.MisSigned(callback.Query{{Name: callback.SchemeSignature, Value: signature}})[0].Value
}
