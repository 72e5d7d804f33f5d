using Speckit.Cli.Authoring;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Tests.Authoring;

public sealed class CompilerMessagesTests
{
    [Fact]
    public void Read_WhatCompilersSay_HasThePlaceOnce()
    {
        const string output = """
              Determining projects to restore...
            /home/me/p/src/A.cs(3,5): error CS1002: ; expected [/home/me/p/src/P.csproj]
            /home/me/p/src/A.cs(3,5): error CS1002: ; expected [/home/me/p/src/P.csproj]
            /home/me/p/src/A.cs(9,1): warning CS0168: unused [/home/me/p/src/P.csproj]
            src/hello.ts:12:7 error TS2322: Type 'string' is not assignable to type 'number'.
            """;

        var errors = CompilerMessages.Read(output, "/home/me/p");

        errors
            .Select(e => (e.Location, e.Message))
            .ShouldBe([
                (new SourceLocation("src/A.cs", 3, 5), "CS1002: ; expected"),
                (
                    new SourceLocation("src/hello.ts", 12, 7),
                    "TS2322: Type 'string' is not assignable to type 'number'."
                ),
            ]);
    }

    [Fact]
    public void Read_MoreThanAnyoneReads_IsBounded()
    {
        var output = string.Join('\n', Enumerable.Range(1, 500).Select(i => $"src/a.ts:{i}:1 error TS1: no"));

        CompilerMessages.Read(output + "\n" + new string('(', 1_000_000), "/p").Length.ShouldBe(20);
    }

    [Fact]
    public void Read_AnyText_IsRead()
    {
        const string alphabet = "a.cs(1,2): error CS1: x [y.csproj]\n:ts 3";
        var random = new Random(20_26);
        for (var i = 0; i < 5_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, 80).Select(_ => alphabet[random.Next(alphabet.Length)])]);

            CompilerMessages.Read(text, "/p").Length.ShouldBeLessThanOrEqualTo(20);
        }
    }
}
