package verdict

import (
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
)

// handshakeRule is a rule on handshakes by its place in handshakeRules. The first
// are causes, see [exchange.Cause].
type handshakeRule uint8

const (
	handshakeTimeout handshakeRule = iota
	handshakeRefused
	handshakeClosed
	handshakeNoName
	handshakeTLS
	handshakeNotHTTP
	handshakeTooLarge
	handshakeFailed

	// The answer to a right signature.
	handshakeStatus
	handshakeRedirect
	handshakeRefusedSignature
	handshakeEmpty
	handshakeHTML
	handshakeBOM
	handshakeQuotes
	handshakeTrailingNewline
	handshakeLeadingSpace
	handshakeExtraBytes
	handshakeNotDecrypted
	handshakeOtherBody
	handshakeChunked

	// The answer to a wrong signature.
	handshakeNotChecked
	handshakeWrongFails
	handshakeWrongNotRefused
	handshakeWrongHangs
	handshakeWrongUnanswered
	handshakeRuleCount
)

func (r handshakeRule) rule() *Rule { return &handshakeRules[r] }

// handshakeCause is the rule of a cause; those without a rule of their own have
// failed.
func handshakeCause(c *exchange.Cause) handshakeRule {
	for r := range handshakeFailed {
		if handshakeRules[r].ID == c.ID {
			return r
		}
	}
	return handshakeFailed
}

var handshakeRules = [handshakeRuleCount]Rule{
	handshakeTimeout: {
		Topic: TopicHandshake, ID: exchange.Timeout, Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The verification must be answered within 5 seconds, WeCom's within 1 second."},
		Remedy:      lang.Text{EN: "Answer before any other work; start the server and its connections beforehand."},
		Findings: []Finding{
			{Text: lang.Text{EN: "no complete answer within {deadline}; the platform's limit is 5 seconds"}},
			{Key: "work", Text: lang.Text{EN: "no complete answer within {deadline}; WeCom's limit for this request is 1 second"}},
		},
	},
	handshakeRefused: {
		Topic: TopicHandshake, ID: exchange.Refused, Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "A server must listen at the callback URL."},
		Remedy:      lang.Text{EN: "Start the server, and compare its address and port with the URL."},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}"}}},
	},
	handshakeClosed: {
		Topic: TopicHandshake, ID: exchange.Closed, Level: Error, Effect: NotSaved, Source: Source{Page: httpStandard}, Advise: true,
		Requirement: lang.Text{EN: "The server must send a complete response before it closes the connection."},
		Remedy:      lang.Text{EN: "Look for a panic, a crash or a proxy's limit in the server's log."},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}"}}},
	},
	handshakeNoName: {
		Topic: TopicHandshake, ID: exchange.NoName, Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The host name of the callback URL must have an address."},
		Remedy:      lang.Text{EN: "Correct the host name, or add it to the DNS."},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}"}}},
	},
	handshakeTLS: {
		Topic: TopicHandshake, ID: exchange.NoTLS, Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "Where the callback URL is https, the server must have a certificate that a client accepts."},
		Remedy:      lang.Text{EN: "Install a valid certificate with its chain, or use http."},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}"}}},
	},
	handshakeNotHTTP: {
		Topic: TopicHandshake, ID: exchange.NotHTTP, Level: Error, Effect: NotSaved, Source: Source{Page: httpStandard}, Advise: true,
		Requirement: lang.Text{EN: "The server must answer in HTTP."},
		Remedy:      lang.Text{EN: "Check the port: another service answers there."},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}"}}},
	},
	handshakeTooLarge: {
		Topic: TopicHandshake, ID: exchange.TooLarge, Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The response must be the echostr and nothing else."},
		Remedy:      lang.Text{EN: "Look for a loop, or for a file that is sent as the answer."},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}"}}},
	},
	handshakeFailed: {
		Topic: TopicHandshake, ID: exchange.Failed, Level: Error, Effect: NotSaved, Source: Source{Page: httpStandard},
		Requirement: lang.Text{EN: "The platform must be able to send the request and to read the response."},
		Remedy:      lang.Text{EN: "Read the error of the network, and the server's log."},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}"}}},
	},

	handshakeStatus: {
		Topic: TopicHandshake, ID: "http-status", Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The verification must be answered with HTTP status 200."},
		Remedy:      lang.Text{EN: "Read the server's log for this request."},
		Findings: []Finding{
			{Text: lang.Text{EN: "HTTP status {status} instead of 200"}},
			{Key: "path", Text: lang.Text{EN: "HTTP status {status}: the path of the URL is not the handler's"}},
			{Key: "method", Text: lang.Text{EN: "HTTP status {status}: the handler takes no GET, which the verification is"}},
			{Key: "upgrade", Text: lang.Text{EN: "HTTP status {status}: a proxy in front refuses HTTP/1.0 clients"}},
		},
	},
	handshakeRedirect: {
		Topic: TopicHandshake, ID: "redirect", Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The verification must be answered at the callback URL itself, not with a redirect."},
		Remedy:      lang.Text{EN: "Set the callback URL to the address to which the server redirects."},
		Findings:    []Finding{{Text: lang.Text{EN: "HTTP {status} redirects to {location:q}; the platform does not follow, give it the final URL"}}},
	},
	handshakeRefusedSignature: {
		Topic: TopicHandshake, ID: "refused-signature", Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The server must accept a right signature."},
		Remedy:      lang.Text{EN: "Run wxtool verify with the URL of the request: it reports why a signature does not fit."},
		Findings:    []Finding{{Text: lang.Text{EN: "HTTP status {status}: the server refused a right signature; is its Token the same, and does it sort the parts?"}}},
	},
	handshakeEmpty: {
		Topic: TopicHandshake, ID: "empty", Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The body must be the echostr."},
		Remedy:      lang.Text{EN: "Write the echostr of the query to the response."},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is empty; it must be the echostr"}}},
	},
	handshakeHTML: {
		Topic: TopicHandshake, ID: "html", Level: Error, Effect: NotSaved, Source: Source{Page: seenByUsers},
		Requirement: lang.Text{EN: "The body must be the echostr, not a page with the echostr in it."},
		Remedy:      lang.Text{EN: "Answer as plain text, without a view; exempt the path from login and CSRF checks."},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is an HTML page, not the echostr: a login, an error page or a framework's view around it"}}},
	},
	handshakeBOM: {
		Topic: TopicHandshake, ID: "bom", Level: Error, Effect: NotSaved, Source: Source{Page: seenByUsers},
		Requirement: lang.Text{EN: "The body must be the echostr byte for byte, without a byte order mark."},
		Remedy:      lang.Text{EN: "Save the source files as UTF-8 without BOM."},
		Findings:    []Finding{{Text: lang.Text{EN: "a byte order mark is before the echostr; save the source files as UTF-8 without BOM{before}{after}"}}},
	},
	handshakeQuotes: {
		Topic: TopicHandshake, ID: "quotes", Level: Error, Effect: NotSaved, Source: Source{Page: seenByUsers},
		Requirement: lang.Text{EN: "The body must be the echostr byte for byte, without quotes."},
		Remedy:      lang.Text{EN: "Answer the echostr as plain text, not as JSON."},
		Findings:    []Finding{{Text: lang.Text{EN: "the echostr is in quotes: the framework encoded it as JSON; answer it as plain text{before}{after}"}}},
	},
	handshakeTrailingNewline: {
		Topic: TopicHandshake, ID: "trailing-newline", Level: Error, Effect: NotSaved, Source: Source{Page: seenByUsers},
		Requirement: lang.Text{EN: "The body must end with the echostr."},
		Remedy:      lang.Text{EN: "Print the echostr without a line end."},
		Findings:    []Finding{{Text: lang.Text{EN: "whitespace follows the echostr; print it without a line end{before}{after}"}}},
	},
	handshakeLeadingSpace: {
		Topic: TopicHandshake, ID: "leading-space", Level: Error, Effect: NotSaved, Source: Source{Page: seenByUsers},
		Requirement: lang.Text{EN: "The body must begin with the echostr."},
		Remedy:      lang.Text{EN: "Remove the blank line before <?php, or the one at the top of a template."},
		Findings:    []Finding{{Text: lang.Text{EN: "whitespace is before the echostr; often a blank line before <?php or a template's{before}{after}"}}},
	},
	handshakeExtraBytes: {
		Topic: TopicHandshake, ID: "extra-bytes", Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The body must be the echostr and nothing else."},
		Remedy:      lang.Text{EN: "Write only the echostr; look for debug output and wrappers of the framework."},
		Findings:    []Finding{{Text: lang.Text{EN: "other text is around the echostr{before}{after}"}}},
	},
	handshakeNotDecrypted: {
		Topic: TopicHandshake, ID: "not-decrypted", Level: Error, Effect: NotSaved, Source: Source{Page: pageWorkCallback},
		Requirement: lang.Text{EN: "WeCom's echostr is encrypted, and must be answered decrypted."},
		Remedy:      lang.Text{EN: "Check msg_signature, decrypt the echostr, and answer the message of its frame."},
		Findings: []Finding{
			{Text: lang.Text{EN: "the body is the encrypted echostr as it was sent; WeCom wants it decrypted"}},
			{Key: "plus", Text: lang.Text{EN: "the body is the encrypted echostr, its + turned into spaces; decode the query once, then decrypt"}},
		},
	},
	handshakeOtherBody: {
		Topic: TopicHandshake, ID: "other-body", Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The body must be the echostr."},
		Remedy:      lang.Text{EN: "Answer the GET of the verification with the echostr of its query, unchanged."},
		Findings: []Finding{
			{Text: lang.Text{EN: "the body is not the echostr: {body} instead of {want:q}"}},
			{Key: "success", Text: lang.Text{EN: "the body is success; a verification must be answered with the echostr"}},
		},
	},
	handshakeChunked: {
		Topic: TopicHandshake, ID: "chunked", Level: Warning, Effect: NotSavedAtTimes, Source: Source{Page: seenChunked},
		Requirement: lang.Text{EN: "The response should have a Content-Length."},
		Remedy:      lang.Text{EN: "Set Content-Length, or write the body in one piece."},
		Findings:    []Finding{{Text: lang.Text{EN: "the answer came with Transfer-Encoding: chunked; set Content-Length"}}},
	},

	handshakeNotChecked: {
		Topic: TopicHandshake, ID: "signature-not-checked", Level: Error, Effect: OpenToAll, Source: Source{pagePush, pageWorkCallback}, Advise: true,
		Requirement: lang.Text{EN: "The server must check the signature and refuse a wrong one."},
		Remedy:      lang.Text{EN: "Compute the signature from the Token, compare it in constant time, and answer 403 where it differs."},
		Findings:    []Finding{{Text: lang.Text{EN: "the echostr was answered to a wrong signature: the signature is not checked"}}},
	},
	handshakeWrongFails: {
		Topic: TopicHandshake, ID: "wrong-signature-fails", Level: Warning, Effect: CanBeFailed, Source: Source{Page: practice},
		Requirement: lang.Text{EN: "A wrong signature should be refused, not make the server fail."},
		Remedy:      lang.Text{EN: "Answer 403 where the signature differs."},
		Findings:    []Finding{{Text: lang.Text{EN: "a wrong signature was answered with HTTP status {status}; refuse it with 403"}}},
	},
	handshakeWrongNotRefused: {
		Topic: TopicHandshake, ID: "wrong-signature-not-refused", Level: Warning, Effect: HiddenForgeries, Source: Source{Page: practice},
		Requirement: lang.Text{EN: "A wrong signature should be refused with a status of 4xx."},
		Remedy:      lang.Text{EN: "Answer 403 where the signature differs."},
		Findings:    []Finding{{Text: lang.Text{EN: "a wrong signature was answered with {answer}; refuse it with status 403"}}},
	},
	handshakeWrongHangs: {
		Topic: TopicHandshake, ID: "wrong-signature-hangs", Level: Warning, Effect: ConnectionsPileUp, Source: Source{Page: practice},
		Requirement: lang.Text{EN: "A wrong signature should be refused at once."},
		Remedy:      lang.Text{EN: "Answer 403 where the signature differs, before any other work."},
		Findings:    []Finding{{Text: lang.Text{EN: "a wrong signature was not answered in time; refuse it at once with 403"}}},
	},
	handshakeWrongUnanswered: {
		Topic: TopicHandshake, ID: "wrong-signature-unanswered", Level: Warning, Effect: LooksLikeCrash, Source: Source{Page: practice},
		Requirement: lang.Text{EN: "A wrong signature should be answered with a refusal."},
		Remedy:      lang.Text{EN: "Answer 403 where the signature differs."},
		Findings:    []Finding{{Text: lang.Text{EN: "a wrong signature was not answered: {cause}; refuse it with 403"}}},
	},
}
