namespace SecurityScanner.Tests.Rules;

/// <summary>MD5 and SHA-1.</summary>
public class WeakHashRulesTests
{
    [Theory]
    [InlineData("py", "weak-hash", "hashlib.md5(data)")]
    [InlineData("py", "weak-hash", "hashlib.sha1(data).hexdigest()")]
    [InlineData("py", "weak-hash", "hashlib.new(\"md5\")")]
    [InlineData("py", "weak-hash", "hmac.new(k, m, hashlib.sha1)")]
    [InlineData("py", "weak-hash", "h = MD5.new(data)")]
    [InlineData("js", "weak-hash", "crypto.createHash('md5')")]
    [InlineData("ts", "weak-hash", "createHash('SHA1').update(x)")]
    [InlineData("js", "weak-hash", "CryptoJS.MD5(x)")]
    [InlineData("js", "weak-hash", "crypto.createHmac('sha1', k)")]
    [InlineData("cs", "weak-hash", "MD5.Create();")]
    [InlineData("cs", "weak-hash", "SHA1.HashData(bytes);")]
    [InlineData("cs", "weak-hash", "new MD5CryptoServiceProvider();")]
    [InlineData("cs", "weak-hash", "rsa.SignData(d, HashAlgorithmName.SHA1, p);")]
    [InlineData("cs", "weak-hash", "System.Security.Cryptography.MD5.HashData(b);")]
    public void Scan_Weakness_IsFound(string extension, string rule, string text) =>
        Sample.Rules(Sample.FileFor(extension), text).ShouldBe(rule);

    [Theory]
    [InlineData("py", "hashlib.sha256(data)")]
    [InlineData("py", "hashlib.md5(data, usedforsecurity=False)")]
    [InlineData("py", "x = \"hashlib.md5(data)\"")]
    [InlineData("py", "# hashlib.md5(data)")]
    [InlineData("py", "md5 = row.md5")]
    [InlineData("js", "crypto.createHash('sha256')")]
    [InlineData("js", "const md5 = file.md5;")]
    [InlineData("js", "// createHash('md5')")]
    [InlineData("cs", "SHA256.HashData(b);")]
    [InlineData("cs", "// MD5.Create()")]
    [InlineData("cs", "var s = \"MD5.Create()\";")]
    [InlineData("cs", "public string Md5 { get; }")]
    [InlineData("cs", "HashAlgorithmName.SHA256")]
    public void Scan_HarmlessLookAlike_IsNotFound(string extension, string text) =>
        Sample.Rules(Sample.FileFor(extension), text).ShouldBeEmpty();
}
