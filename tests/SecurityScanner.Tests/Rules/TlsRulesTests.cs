namespace SecurityScanner.Tests.Rules;

/// <summary>Certificate checks switched off.</summary>
public class TlsRulesTests
{
    [Theory]
    [InlineData("py", "tls-verification-disabled", "requests.get(url, verify=False)")]
    [InlineData("py", "tls-verification-disabled", "httpx.Client(verify=False)")]
    [InlineData("py", "tls-verification-disabled", "session.verify = False")]
    [InlineData("py", "tls-verification-disabled", "ctx.check_hostname = False")]
    [InlineData("py", "tls-verification-disabled", "ctx.verify_mode = ssl.CERT_NONE")]
    [InlineData("py", "tls-verification-disabled", "ssl._create_unverified_context()")]
    [InlineData("py", "tls-verification-disabled", "urllib3.PoolManager(cert_reqs='CERT_NONE')")]
    [InlineData("js", "tls-verification-disabled", "https.request({ rejectUnauthorized: false })")]
    [InlineData("js", "tls-verification-disabled", "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'")]
    [InlineData("js", "tls-verification-disabled", "process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = 0")]
    [InlineData("ts", "tls-verification-disabled", "axios({ strictSSL: false })")]
    [InlineData(
        "cs",
        "tls-verification-disabled",
        "h.ServerCertificateCustomValidationCallback = (a, b, c, d) => true;"
    )]
    [InlineData(
        "cs",
        "tls-verification-disabled",
        "h.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;"
    )]
    [InlineData(
        "cs",
        "tls-verification-disabled",
        "ServicePointManager.ServerCertificateValidationCallback += (s, c, ch, e) => { return true; };"
    )]
    [InlineData(
        "cs",
        "tls-verification-disabled",
        "new SslStream(s, false, new RemoteCertificateValidationCallback((a, b, c, d) => true));"
    )]
    [InlineData(
        "cs",
        "tls-verification-disabled",
        "x.ServerCertificateValidationCallback = delegate { return true; };"
    )]
    [InlineData("yaml", "tls-verification-disabled", "env:\n  NODE_TLS_REJECT_UNAUTHORIZED: \"0\"")]
    [InlineData("yaml", "tls-verification-disabled", "tls:\n  insecure_skip_verify: true")]
    [InlineData("yaml", "tls-verification-disabled", "validate_certs: no")]
    [InlineData("json", "tls-verification-disabled", "{\"strictSSL\": false}")]
    [InlineData("json", "tls-verification-disabled", "{\"env\": {\"NODE_TLS_REJECT_UNAUTHORIZED\": \"0\"}}")]
    [InlineData("yaml", "tls-verification-disabled", "verify_ssl: false")]
    public void Scan_Weakness_IsFound(string extension, string rule, string text) =>
        Sample.Rules(Sample.FileFor(extension), text).ShouldBe(rule);

    [Theory]
    [InlineData("py", "requests.get(url, verify=True)")]
    [InlineData("py", "requests.get(url, verify='/ca.pem')")]
    [InlineData("py", "verify = False")]
    [InlineData("py", "# requests.get(url, verify=False)")]
    [InlineData("py", "x = \"verify=False\"")]
    [InlineData("py", "if verify == False: pass")]
    [InlineData("py", "ctx.verify_mode = ssl.CERT_REQUIRED")]
    [InlineData("js", "https.request({ rejectUnauthorized: true })")]
    [InlineData("js", "// rejectUnauthorized: false")]
    [InlineData("js", "const s = 'rejectUnauthorized: false'")]
    [InlineData("js", "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '1'")]
    [InlineData("cs", "h.ServerCertificateCustomValidationCallback = (a, b, c, d) => d == SslPolicyErrors.None;")]
    [InlineData("cs", "h.ServerCertificateCustomValidationCallback = Check;")]
    [InlineData("cs", "// DangerousAcceptAnyServerCertificateValidator")]
    [InlineData("yaml", "insecure_skip_verify: false")]
    [InlineData("yaml", "# insecure_skip_verify: true")]
    [InlineData("json", "{\"strictSSL\": true}")]
    [InlineData("json", "{\"insecureSkipVerify\": false}")]
    public void Scan_HarmlessLookAlike_IsNotFound(string extension, string text) =>
        Sample.Rules(Sample.FileFor(extension), text).ShouldBeEmpty();
}
