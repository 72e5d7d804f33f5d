using System.Text;
using Speckit.Host;
using Speckit.Manifests.Model;
using Speckit.Packaging.Files;

namespace Speckit.Cli.Scaffolding;

/// <summary>The files of a new C# plugin: one command that greets.</summary>
internal static class CSharpPlugin
{
    private const string Manifest = """
        apiVersion: speckit.dev/v1
        kind: Plugin
        metadata:
          name: "{name}"
          version: 0.1.0
          author: your-name
          license: MIT
          description: What {name} adds to a project
          keywords:
            - example

        provides:
          commands:
            - name: {command}
              description: Say hello
              entrypoint: bin/{assembly}.dll:{namespace}.HelloCommand
              arguments:
                - name: who
                  description: Whom to greet
                  required: false
                  default: World
              options:
                - name: shout
                  description: Greet loudly
                  type: boolean
                  default: false

        requires:
          speckit: ">={core}"
          capabilities: []

        """;

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <AssemblyName>{assembly}</AssemblyName>
            <RootNamespace>{namespace}</RootNamespace>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
            <UseAppHost>false</UseAppHost>
            <TieredPGO>false</TieredPGO>
            <!-- The SDK comes with Speckit itself: 'specify plugin build' says where it is. -->
            <SpeckitSdkPackages>$(SPECKIT_SDK_PACKAGES)</SpeckitSdkPackages>
            <SpeckitSdkPackages Condition="'$(SpeckitSdkPackages)' == ''">$(HOME)/.local/share/speckit/nuget</SpeckitSdkPackages>
            <RestoreAdditionalProjectSources Condition="Exists('$(SpeckitSdkPackages)')">$(SpeckitSdkPackages)</RestoreAdditionalProjectSources>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Speckit.Sdk" Version="{core}" />
          </ItemGroup>
        </Project>

        """;

    private const string Program = """
        using {namespace};
        using Speckit.Sdk;

        return await PluginHost.CreateBuilder().AddCommand<HelloCommand>().RunAsync(args);

        """;

    private const string HelloCommand = """
        using Speckit.Sdk;

        namespace {namespace};

        /// <summary>Greets somebody.</summary>
        [Command("{command}", Description = "Say hello")]
        public sealed class HelloCommand : Command
        {
            [Argument(0, "who", Help = "Whom to greet")]
            public string Who { get; set; } = "World";

            [Option("--shout", Help = "Greet loudly")]
            public bool Shout { get; set; }

            public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
            {
                var greeting = $"Hello, {Who}!";
                await context.Console.WriteAsync(Shout ? greeting.ToUpperInvariant() : greeting, cancellationToken);
                return CommandResult.Done;
            }
        }

        """;

    private const string Readme = """
        # {name}

        What it does, in two sentences.

        ## Usage

        ```
        specify plugin install {name}
        specify plugin enable {name}
        specify run {command} World
        ```

        ## Development

        ```
        specify plugin validate
        specify plugin build
        ```

        """;

    private const string License = """
        MIT License

        Copyright (c) {year} the authors of {name}

        Permission is hereby granted, free of charge, to any person obtaining a copy
        of this software and associated documentation files (the "Software"), to deal
        in the Software without restriction, including without limitation the rights
        to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
        copies of the Software, and to permit persons to whom the Software is
        furnished to do so, subject to the following conditions:

        The above copyright notice and this permission notice shall be included in all
        copies or substantial portions of the Software.

        THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
        IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
        FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
        AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
        LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
        OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
        SOFTWARE.

        """;

    private const string Ignore = """
        bin/
        obj/
        *.tar.gz
        *.tar.gz.sig

        """;

    // A namespace of one of these names would hide what the plugin's code uses.
    private static readonly string[] Taken =
    [
        "Argument",
        "Command",
        "CommandResult",
        "HelloCommand",
        "Option",
        "PluginContext",
        "PluginHost",
        "Speckit",
        "System",
    ];

    /// <summary>Writes the files.</summary>
    /// <param name="directory">The plugin's folder; it is made.</param>
    /// <param name="name">The plugin's name.</param>
    /// <param name="time">The clock, for the year of the licence.</param>
    /// <returns>The files, relative to the folder.</returns>
    internal static IReadOnlyCollection<string> Write(string directory, PluginName name, TimeProvider time)
    {
        var identifier = Identifier(name.Name);
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["plugin.yaml"] = Manifest,
            ["README.md"] = Readme,
            ["LICENSE"] = License,
            [".gitignore"] = Ignore,
            [$"src/{identifier}.csproj"] = Project,
            ["src/Program.cs"] = Program,
            ["src/HelloCommand.cs"] = HelloCommand,
        };
        foreach (var (path, template) in files)
        {
            var text = template
                .Replace("{name}", name.ToString(), StringComparison.Ordinal)
                .Replace("{command}", $"{CommandNamespace(name.Name)}:hello", StringComparison.Ordinal)
                .Replace("{assembly}", identifier, StringComparison.Ordinal)
                .Replace("{namespace}", identifier, StringComparison.Ordinal)
                .Replace("{core}", HostEnvironment.CoreVersion.ToString(), StringComparison.Ordinal)
                .Replace("{year}", $"{time.GetUtcNow():yyyy}", StringComparison.Ordinal);
            var target = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            AtomicFile.Write(target, Encoding.UTF8.GetBytes(text));
        }

        return files.Keys;
    }

    /// <summary>The namespace of the plugin's commands.</summary>
    internal static string CommandNamespace(string name) => name.Replace('.', '-');

    /// <summary>A C# identifier: <c>my-plugin</c> becomes <c>MyPlugin</c>.</summary>
    private static string Identifier(string name)
    {
        var words = name.Split(['-', '.', '_'], StringSplitOptions.RemoveEmptyEntries)
            .Select(w => char.ToUpperInvariant(w[0]) + w[1..]);
        var joined = string.Concat(words);
        if (Taken.Contains(joined))
        {
            return joined + "Plugin";
        }

        return char.IsAsciiLetter(joined[0]) ? joined : "Plugin" + joined;
    }
}
