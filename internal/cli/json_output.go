package cli

import (
	"reflect"
	"strings"

	"wxtool/internal/jsonshape"
	"wxtool/internal/ui"
)

// JSONOutput is what a command prints with --json: one object per line, each of one
// of these types.
type JSONOutput struct {
	Command string // without "wxtool"
	Objects []ui.Result
}

// JSONOutputs lists the output of all commands that print results. It is the source of
// docs/json.md, of the schema, and of the field names in the help of each command.
func JSONOutputs() []JSONOutput {
	push, refused, dropped := serveEvent{Type: "push"}, serveEvent{Type: "refused"}, droppedEvent{}
	return []JSONOutput{
		{"sign", []ui.Result{signResult{}, jsapiSigned{}}},
		{"verify", []ui.Result{verifyResult{}, jsapiVerified{}, logEntry{}, logSummary{}}},
		{"handshake", []ui.Result{handshakeResult{}}},
		{"check", []ui.Result{caseResult{}, checkSum{}, listedCase{}}},
		{"send-fixture", []ui.Result{deliveryResult{}, skipResult{}, sumResult{}, dryResult{}}},
		{"replay", []ui.Result{replayedResult{}, unsentResult{}, replaySumResult{}}},
		{"encrypt", []ui.Result{encryptResult{}, batchEnvelope{}}},
		{"decrypt", []ui.Result{decryptResult{}, batchResult{}}},
		{"serve", []ui.Result{readyEvent{}, push, serveEvent{Type: "handshake"}, refused, serveEvent{Type: "error"}, dropped}},
		{"record show", []ui.Result{exchangeRow{}, exchangeResult{}}},
		{"record diff", []ui.Result{recordChange{}, recordDiffSum{}}},
		{"record export", []ui.Result{recordExport{}, recordExported{}}},
		{"fixture list", []ui.Result{fixtureResult{}}},
		{"fixture show", []ui.Result{shownFixture{}, fieldsResult{}}},
		{"fixture export", []ui.Result{exportResult{}}},
		{"token", []ui.Result{tokenResult{}}},
		{"qrcode create", []ui.Result{ticketResult{}, contactResult{}, inDoubt{}, qrSumResult{}}},
		{"qrcode show", []ui.Result{qrShowResult{}}},
		{"menu validate", []ui.Result{menuVerdict{}}},
		{"menu push", []ui.Result{pushResult{}, menuVerdict{}}},
		{"menu pull", []ui.Result{pullResult{}}},
		{"menu diff", []ui.Result{menuDifference{}, menuVerdict{}}},
		{"menu delete", []ui.Result{deleteResult{}}},
		{"menu match", []ui.Result{matchResult{}}},
		{"sandbox", []ui.Result{sandboxReady{}, callEvent{}, actEvent{}, dropped, endpointsResult{}}},
		{"sandbox do", []ui.Result{actResult{}, visitResult{}}},
		{"sandbox users", []ui.Result{usersResult{}, chatResult{}}},
		{"sandbox clock", []ui.Result{clockResult{}}},
		{"sandbox reset", []ui.Result{resetResult{}}},
		{"run", []ui.Result{sandboxReady{}, caseResult{}, checkSum{}, runResult{}}},
		{"explain", []ui.Result{codeResult{}}},
		{"profile init", []ui.Result{initResult{}}},
		{"profile list", []ui.Result{profileResult{}}},
		{"profile show", []ui.Result{settingsResult{}}},
		{"profile use", []ui.Result{useResult{}}},
		{"profile trust", []ui.Result{trustResult{}}},
		{"version", []ui.Result{versionResult{}}},
	}
}

// jsonFields returns a line for each type of object that a command prints: the type,
// and the names of its fields.
func jsonFields(command string) (lines []string) {
	for _, out := range JSONOutputs() {
		if out.Command != command {
			continue
		}
		var last reflect.Type
		for _, object := range out.Objects {
			is := reflect.TypeOf(object)
			if is == last { // the same object with another type
				before, names, _ := strings.Cut(lines[len(lines)-1], ":")
				lines[len(lines)-1] = before + ", " + object.JSONType() + ":" + names
				continue
			}
			last = is
			lines = append(lines, object.JSONType()+": "+strings.Join(fieldNames(object), " "))
		}
	}
	return lines
}

func fieldNames(object ui.Result) (names []string) {
	if _, judged := object.(ui.Judged); judged {
		names = append(names, "ok")
	}
	for _, f := range jsonshape.Of(reflect.TypeOf(object)).Fields {
		if f.Name != "type" {
			names = append(names, f.Name)
		}
	}
	return names
}
