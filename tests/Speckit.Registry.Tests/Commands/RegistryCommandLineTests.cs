using Speckit.Registry.Commands;
using Speckit.Registry.Tests.Support;

namespace Speckit.Registry.Tests.Commands;

public sealed class RegistryCommandLineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--unknown", "--unknown")]
    [InlineData("--urls", "--urls")]
    [InlineData("token create", "--publisher")]
    [InlineData("token revoke", "revoke")]
    [InlineData("token create --publisher acme --expires soon", "soon")]
    [InlineData("--urls nonsense", "nonsense")]
    [InlineData("--urls ftp://x", "ftp://x")]
    [InlineData("--urls https://x", "https://x")]
    [InlineData("--urls http://x/path", "http://x/path")]
    [InlineData("--urls ;", "--urls")]
    [InlineData("--public-url ftp://x", "ftp://x")]
    [InlineData("token create --publisher acme --scopes fly", "fly")]
    [InlineData("token create --publisher Big", "Big")]
    [InlineData("token create --publisher acme --expires 0", "0")]
    public async Task Run_BadUsage_SaysWhatAndExitsWithTwo(string arguments, string named)
    {
        var (code, output, error) = await RunAsync(arguments);

        code.ShouldBe(2, error);
        output.ShouldBeEmpty();
        error.ShouldStartWith("error SPK40");
        error.ShouldContain(named);
        error.ShouldContain("  hint: ");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Token_CreateListRevoke_IsTold()
    {
        var (code, output, error) = await RunAsync("token create --publisher acme --expires 30 --scopes publish");
        code.ShouldBe(0, error);
        output.Trim().ShouldStartWith("spk_");
        output.Trim().Length.ShouldBe(47);
        error.ShouldNotContain(output.Trim());

        var (_, listed, _) = await RunAsync("token list");
        listed.ShouldContain("acme  publish  created");
        listed.ShouldContain("active until");
        listed.ShouldNotContain(output.Trim());

        var id = listed.Split(' ')[0];
        (await RunAsync($"token revoke {id}")).Code.ShouldBe(0);
        (await RunAsync("token list")).Output.ShouldContain("revoked");
        (await RunAsync("token revoke nothing")).Code.ShouldBe(1);
    }

    [Fact]
    public async Task Token_Admin_HasTheScope()
    {
        await RunAsync("token create --publisher operator --admin");

        (await RunAsync("token list")).Output.ShouldContain("publish,yank,admin");
    }

    [Fact]
    public async Task Data_IsAFile_SaysSo()
    {
        File.WriteAllText(_folder.At("data"), "");

        var (code, _, error) = await RunAsync("token list");

        code.ShouldBe(1);
        error.ShouldStartWith("error SPK4080");
    }

    [Fact]
    public async Task Data_OfANewerRegistry_IsRefused()
    {
        await RunAsync("token list");
        using (
            var connection = new Microsoft.Data.Sqlite.SqliteConnection(
                $"Data Source={_folder.At("data", "registry.db")};Pooling=false"
            )
        )
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 4711";
            command.ExecuteNonQuery();
        }

        var (code, _, error) = await RunAsync("token list");

        code.ShouldBe(1);
        error.ShouldStartWith("error SPK4082");
        error.ShouldContain("4711");
    }

    [Fact]
    public async Task Data_NotADatabase_IsRefused()
    {
        Directory.CreateDirectory(_folder.At("data"));
        File.WriteAllText(_folder.At("data", "registry.db"), new string('x', 10_000));

        var (code, _, error) = await RunAsync("token list");

        code.ShouldBe(1);
        error.ShouldStartWith("error SPK4082");
    }

    [Fact]
    public async Task Help_Always_NamesTheOptions()
    {
        var (code, output, _) = await RunAsync("--help");

        code.ShouldBe(0);
        output.ShouldContain("--data");
        output.ShouldContain("--urls");
        output.ShouldContain("token");
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] all = ["--data", _folder.At("data"), .. arguments.Split(' ')];
        var code = await RegistryCommandLine.RunAsync(all, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
