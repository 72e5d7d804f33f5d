using Speckit.Registry.Client.Configuration;
using Speckit.Registry.Client.Tests.Support;

namespace Speckit.Registry.Client.Tests.Configuration;

public sealed class RegistryConfigurationEditorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Add_NoFile_MakesIt()
    {
        var result = RegistryConfigurationEditor.Add(_folder.Path, "local", "http://127.0.0.1:7878/", null);

        result.Succeeded.ShouldBeTrue(string.Join("; ", result.Diagnostics));
        Text.ShouldBe("registries:\n  - name: local\n    url: http://127.0.0.1:7878\n");
    }

    [Fact]
    public void Add_ThenRemove_LeavesEveryOtherByte()
    {
        const string before = """
            # our registries
            registries:   # in this order

              # the inner one
              - name: inner   # ours
                url: https://inner.example.com
                filter:
                  categories:
                    - agents

            # the end

            """;
        Write(before);

        RegistryConfigurationEditor.Add(_folder.Path, "outer", "https://outer.example.com", 5).Succeeded.ShouldBeTrue();

        Text.ShouldContain(
            "        - agents\n  - name: outer\n    url: https://outer.example.com\n    priority: 5\n\n# the end\n"
        );
        RegistryConfigurationEditor.Remove(_folder.Path, "outer").Succeeded.ShouldBeTrue();
        Text.ShouldBe(before);
    }

    [Fact]
    public void Remove_First_KeepsTheOthersAndTheirComments()
    {
        Write("registries:\n- name: a\n  url: https://a\n# about b\n- name: b\n  url: https://b\n");

        var result = RegistryConfigurationEditor.Remove(_folder.Path, "a");

        result.Value.Endpoints.Single().Name.ShouldBe("b");
        Text.ShouldBe("registries:\n# about b\n- name: b\n  url: https://b\n");
    }

    [Fact]
    public void Remove_Last_LeavesAnEmptyList()
    {
        Write("registries:\n  - name: a\n    url: https://a\n");

        RegistryConfigurationEditor.Remove(_folder.Path, "a").Value.Endpoints.ShouldBeEmpty();

        RegistryConfigurationEditor
            .Add(_folder.Path, "b", "https://b", null)
            .Value.Endpoints.Single()
            .Name.ShouldBe("b");
        Text.ShouldBe("registries:\n  - name: b\n    url: https://b\n");
    }

    [Fact]
    public void Add_WindowsLineEnds_StayWindows()
    {
        Write("registries:\r\n  - name: a\r\n    url: https://a\r\n");

        RegistryConfigurationEditor.Add(_folder.Path, "b", "https://b", null).Succeeded.ShouldBeTrue();

        Text.ShouldBe("registries:\r\n  - name: a\r\n    url: https://a\r\n  - name: b\r\n    url: https://b\r\n");
    }

    [Theory]
    [InlineData("# only a comment")]
    [InlineData("registries:")]
    [InlineData("registries: # soon\n")]
    public void Add_AlmostEmptyFile_KeepsWhatIsThere(string before)
    {
        Write(before);

        RegistryConfigurationEditor
            .Add(_folder.Path, "a", "https://a", 1)
            .Value.Endpoints.Single()
            .Priority.ShouldBe(1);

        Text.ShouldStartWith(before.TrimEnd());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("12")]
    [InlineData("1.5")]
    [InlineData("null")]
    [InlineData("a.b_c-1")]
    public void Add_NameThatYamlWouldMisread_IsQuoted(string name) =>
        RegistryConfigurationEditor
            .Add(_folder.Path, name, "https://a", null)
            .Value.Endpoints.Single()
            .Name.ShouldBe(name);

    [Theory]
    [InlineData("registries: []\n")]
    [InlineData("registries: [{name: a, url: https://a}]\n")]
    [InlineData("registries:\n  - {name: a, url: https://a}\n")]
    public void Edit_FlowStyle_IsRefusedAndNothingIsWritten(string before)
    {
        Write(before);

        RegistryConfigurationEditor
            .Add(_folder.Path, "b", "https://b", null)
            .Diagnostics.Single()
            .Code.ShouldBe("SPK4024");

        Text.ShouldBe(before);
    }

    [Theory]
    [InlineData("a", "https://new", "SPK4023")]
    [InlineData("new", "https://a", "SPK4023")]
    [InlineData("new name", "https://new", "SPK4021")]
    [InlineData("new", "http://new", "SPK4007")]
    public void Add_Impossible_IsRefused(string name, string url, string code)
    {
        Write("registries:\n  - name: a\n    url: https://a\n");

        RegistryConfigurationEditor.Add(_folder.Path, name, url, null).Diagnostics.Single().Code.ShouldBe(code);
    }

    [Fact]
    public void Remove_Unknown_IsRefused()
    {
        RegistryConfigurationEditor.Remove(_folder.Path, "a").Diagnostics.Single().Code.ShouldBe("SPK4020");
        Write("registries:\n  - name: a\n    url: https://a\n");
        RegistryConfigurationEditor.Remove(_folder.Path, "b").Diagnostics.Single().Code.ShouldBe("SPK4022");
    }

    [Fact]
    public void Edit_FileWithMistakes_IsLeftAlone()
    {
        Write("registries:\n  - nam: a\n");

        RegistryConfigurationEditor.Add(_folder.Path, "b", "https://b", null).Diagnostics[0].Code.ShouldBe("SPK4021");

        Text.ShouldBe("registries:\n  - nam: a\n");
    }

    private string Text => File.ReadAllText(_folder.At(".specify", "registry.yaml"));

    private void Write(string text) => _folder.Write(".specify/registry.yaml", text);
}
