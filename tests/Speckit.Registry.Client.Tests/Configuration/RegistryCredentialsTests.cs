using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Client.Configuration;
using Speckit.Registry.Client.Tests.Support;

namespace Speckit.Registry.Client.Tests.Configuration;

public sealed class RegistryCredentialsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Apply_File_GivesTheTokenToThatUrlAlone()
    {
        Write("registries:\n  https://a.example.com/:\n    token: secret-a\n");
        var credentials = Load().Value;

        credentials.Apply(Endpoint("a", "https://a.example.com"), isMeant: false).Token.ShouldBe("secret-a");
        credentials.Apply(Endpoint("a", "https://b.example.com"), isMeant: true).Token.ShouldBeNull();
        credentials.Apply(Endpoint("a", "https://a.example.com.evil.example"), isMeant: true).Token.ShouldBeNull();
        credentials.Apply(Endpoint("a", "https://a.example.com:8443"), isMeant: true).Token.ShouldBeNull();
    }

    [Fact]
    public void Apply_Environment_IsForTheRegistryThatIsMeant()
    {
        _environment["SPECKIT_TOKEN"] = "meant";
        _environment["SPECKIT_TOKEN_COMPANY_INTERNAL"] = "named";
        var credentials = Load().Value;

        credentials.Apply(Endpoint("a", "https://a"), isMeant: true).Token.ShouldBe("meant");
        credentials.Apply(Endpoint("a", "https://a"), isMeant: false).Token.ShouldBeNull();
        credentials.Apply(Endpoint("company-internal", "https://c"), isMeant: false).Token.ShouldBe("named");
    }

    [Fact]
    public void Load_ReadableByOthers_IsRefused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = Write("registries: {}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var problem = Load().Diagnostics.Single();

        problem.Code.ShouldBe("SPK4031");
        problem.Hint.ShouldNotBeNull().ShouldContain("chmod 600");
    }

    [Theory]
    [InlineData("tokens: {}\n")]
    [InlineData("registries: 1\n")]
    [InlineData("registries:\n  http://a.example.com:\n    token: leaked-secret\n")]
    [InlineData("registries:\n  https://a.example.com: leaked-secret\n")]
    [InlineData("registries:\n  https://a.example.com:\n    token: leaked-secret and more\n")]
    [InlineData("registries:\n  https://a.example.com:\n    token: [leaked-secret]\n")]
    [InlineData("registries:\n  https://a.example.com:\n    token: leaked-secret\n    user: x\n")]
    [InlineData("registries:\n  token: \"leaked-secret\n")]
    [InlineData("leaked-secret: *leaked-secret\n")]
    public void Load_Mistake_IsToldWithoutTheSecret(string text)
    {
        Write(text);

        var result = Load();

        result.Succeeded.ShouldBeFalse();
        result.Diagnostics.ShouldAllBe(problem =>
            problem.Location != null && !problem.ToString().Contains("leaked-secret")
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    public void Load_Empty_HasNoToken(string text)
    {
        Write(text);

        Load().Value.Apply(Endpoint("a", "https://a"), isMeant: true).Token.ShouldBeNull();
    }

    [Fact]
    public void Load_NoFile_HasNoToken() =>
        Load().Value.Apply(Endpoint("a", "https://a"), isMeant: true).Token.ShouldBeNull();

    private string Write(string text)
    {
        var path = _folder.Write(".specify/credentials.yaml", text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    private Result<RegistryCredentials> Load() =>
        RegistryCredentials.Load(_folder.Path, variable => _environment.GetValueOrDefault(variable));

    private static RegistryEndpoint Endpoint(string name, string url) => new() { Name = name, Url = new Uri(url) };
}
